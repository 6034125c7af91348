package io.partwarden.sql;

/** A constant as written and the type that is to read it. */
public record TypedText(SqlType type, String text) {}
