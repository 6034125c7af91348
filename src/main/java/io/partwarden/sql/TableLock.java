package io.partwarden.sql;

/** A lock that a step takes on a table that exists before it; locks on what the step itself creates hurt nobody and are not listed. */
public record TableLock(QualifiedName relation, LockMode mode) {}
