package io.partwarden.execution;

/** How long a call goes on asking for locks that it does not get; the numbers are {@code partwarden.execution}'s. */
public enum Patience {
    /** For a caller that waits for the answer: 3 attempts within 12 s. */
    SHORT,
    /** For jobs, and callers that said they would wait: 10 attempts or 30 s of pauses. */
    LADDER
}
