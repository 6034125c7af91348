package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TypedText;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a real database answers to a planner's questions. */
final class ServerContext {

    private static final String TAKEN = """
            SELECT n.nspname, c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '%1$s'
            UNION SELECT n.nspname, t.typname
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = '%1$s'
            """;

    private final TestDatabase database;
    private final Map<QualifiedName, Optional<KnownType>> types = new HashMap<>();
    private final ServerTypes server;
    private final DefinitionPlanner planner = new DefinitionPlanner();

    ServerContext(TestDatabase database) {
        this.database = database;
        this.server = new ServerTypes(database);
    }

    DefinitionContext of(TableDefinition definition) throws SQLException {
        planner.typeNames(definition).forEach(name -> types.computeIfAbsent(name, server::find));
        TypeLookup lookup = name -> types.getOrDefault(name, Optional.empty());
        int version = database.server().version();
        Map<TypedText, String> constants = new HashMap<>();
        for (TypedText constant : planner.constants(definition, lookup, version)) {
            read(constant).ifPresent(text -> constants.put(constant, text));
        }
        return new DefinitionContext(version, lookup, constants, taken(definition.schema()), "fingerprint");
    }

    private Optional<String> read(TypedText constant) throws SQLException {
        try (Connection connection = database.connect();
                Statement session = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT CAST(CAST(? AS text) AS " + constant.type().quoted() + ")::text")) {
            session.execute("SET TimeZone = 'UTC'");
            statement.setString(1, constant.text());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        } catch (SQLException e) {
            // regclass and its like look names up: class 42.
            if (e.getSQLState().matches("(22|23|42)...")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Set<QualifiedName> taken(String schema) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TAKEN.formatted(schema.replace("'", "''")))) {
            Set<QualifiedName> names = new HashSet<>();
            while (rows.next()) {
                names.add(QualifiedName.of(rows.getString(1), rows.getString(2)));
            }
            return names;
        }
    }
}
