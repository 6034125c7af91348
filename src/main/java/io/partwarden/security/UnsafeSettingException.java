package io.partwarden.security;

/** A setting under which the service must not start. */
final class UnsafeSettingException extends RuntimeException {

    private final String remedy;

    UnsafeSettingException(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
