package io.partwarden.shared;

/**
 * What is wrong with one field: its path in the request ({@code columns[1].type}, a query parameter's name), a stable code and a
 * sentence that says what to do.
 */
public record FieldProblem(String field, String code, String message) {}
