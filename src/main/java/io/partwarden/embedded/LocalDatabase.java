package io.partwarden.embedded;

/**
 * The database of the embedded server that is the user's to fill: a bean only while that server runs. Its role owns it, is neither
 * superuser nor able to make roles or databases, and may not connect to our metadata.
 */
public record LocalDatabase(String host, int port, String database, String username, String password) {

    /** Without the password: this may end up in a log. */
    @Override
    public String toString() {
        return username + "@" + host + ":" + port + "/" + database;
    }
}
