package io.partwarden.table.seed;

import io.partwarden.sql.Identifier;

/** {@code db_connection}: which database is meant. Never a way in: user and password come from our own configuration. */
record SeedConnection(String host, int port, String database) {

    private static final int MAX_HOST = 253;
    private static final int MAX_PORT = 65_535;

    static SeedConnection of(SeedFields body) {
        SeedFields fields = body.object("db_connection");
        SeedConnection connection =
                new SeedConnection(fields.text("host_name"), fields.integer("port_number"), fields.text("db_name"));
        if (connection.host.length() > MAX_HOST) {
            fields.wrong("host_name", "Longer than maximum length " + MAX_HOST + ".");
        }
        if (connection.port < 0 || connection.port > MAX_PORT) {
            fields.wrong(
                    "port_number", "Must be greater than or equal to 1 and less than or equal to " + MAX_PORT + ".");
        }
        if (!connection.database.isEmpty() && !Identifier.isValid(connection.database)) {
            fields.wrong("db_name", "Must be a name of 1 to " + Identifier.MAX_BYTES + " bytes.");
        }
        return connection;
    }
}
