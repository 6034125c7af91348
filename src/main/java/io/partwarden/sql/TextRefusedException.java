package io.partwarden.sql;

/** A request's text that none of our grammars takes; the message says for the user what is wrong and what is allowed. */
public final class TextRefusedException extends RuntimeException {

    public TextRefusedException(String message) {
        super(message);
    }

    TextRefusedException(String message, TextRefusedException cause) {
        super(message, cause);
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
