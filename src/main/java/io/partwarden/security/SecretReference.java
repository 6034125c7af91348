package io.partwarden.security;

import java.util.Optional;

/**
 * Where a secret is kept, never the secret: {@code env:PARTWARDEN_SECRET_*} or {@code file:} below the secrets directory. What is
 * {@link Kind#OWN} comes from our own configuration and cannot be written in a request.
 */
public record SecretReference(Kind kind, String name) {

    /** Where to look. */
    enum Kind {
        ENV,
        FILE,
        OWN
    }

    /** How the name of every variable begins that a request may refer to. */
    public static final String ENV_PREFIX = "PARTWARDEN_SECRET_";

    /** Empty for anything but the two public forms. */
    public static Optional<SecretReference> parse(String text) {
        if (text.startsWith("env:") && text.substring(4).matches(ENV_PREFIX + "[A-Z0-9_]{1,200}")) {
            return Optional.of(new SecretReference(Kind.ENV, text.substring(4)));
        }
        if (text.startsWith("file:") && isFileName(text.substring(5))) {
            return Optional.of(new SecretReference(Kind.FILE, text.substring(5)));
        }
        return Optional.empty();
    }

    private static boolean isFileName(String name) {
        return !name.isBlank()
                && name.length() <= 1000
                && name.chars().noneMatch(Character::isISOControl)
                && !name.matches("(.*[/\\\\])?\\.\\.([/\\\\].*)?");
    }

    /** As it is written in a request; also for people to read. */
    public String text() {
        return switch (kind) {
            case ENV -> "env:" + name;
            case FILE -> "file:" + name;
            case OWN -> "partwarden:" + name;
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
