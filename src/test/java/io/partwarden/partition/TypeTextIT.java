package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.Identifier;
import io.partwarden.sql.SqlType;
import io.partwarden.sql.TypeText;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we make of a type's text is what PostgreSQL makes of the same text. */
class TypeTextIT {

    private static final List<String> TEXTS = List.of(
            "int",
            "INTEGER",
            "int4",
            "smallint",
            "bigint",
            "int8",
            "real",
            "float",
            "float(1)",
            "float(24)",
            "float(25)",
            "FLOAT(53)",
            "float8",
            "double precision",
            "Double  Precision",
            "boolean",
            "bool",
            "numeric",
            "numeric(10)",
            "numeric(10,2)",
            "decimal(5 , 0)",
            "dec(7)",
            "numeric(1000,1000)",
            "char",
            "char(3)",
            "character",
            "character(10)",
            "character varying",
            "character varying(20)",
            "char varying(5)",
            "varchar",
            "varchar(7)",
            "nchar",
            "nchar(4)",
            "nchar varying(4)",
            "national character(4)",
            "national char varying(4)",
            "national character varying",
            "bpchar",
            "bpchar(5)",
            "pg_catalog.bpchar",
            "pg_catalog.varchar(9)",
            "bit",
            "bit(5)",
            "bit varying",
            "bit varying(5)",
            "varbit(8)",
            "\"bit\"",
            "\"bit\"(4)",
            "\"char\"",
            "pg_catalog.char",
            "pg_catalog.\"bit\"",
            "text",
            "pg_catalog.text",
            "PG_Catalog.Text",
            "\"text\"",
            "name",
            "uuid",
            "json",
            "jsonb",
            "xml",
            "bytea",
            "date",
            "time",
            "time(3)",
            "time without time zone",
            "time with time zone",
            "time(2) with time zone",
            "timetz(2)",
            "timestamp",
            "timestamp(3)",
            "timestamp without time zone",
            "timestamp(0) without time zone",
            "timestamp with time zone",
            "timestamp(3) with time zone",
            "timestamptz",
            "timestamptz(6)",
            "interval",
            "interval(3)",
            "interval year",
            "interval month",
            "interval day",
            "interval hour",
            "interval minute",
            "interval second",
            "interval second(3)",
            "interval year to month",
            "interval day to hour",
            "interval day to minute",
            "interval day to second",
            "interval day to second(2)",
            "interval hour to minute",
            "interval hour to second(1)",
            "interval minute to second",
            "interval minute to second(0)",
            "inet",
            "cidr",
            "macaddr8",
            "money",
            "point",
            "int4range",
            "tstzrange",
            "int8multirange",
            "tsvector",
            "oid",
            "regclass",
            "pg_lsn",
            "oidvector",
            "int[]",
            "int[][]",
            "int[3]",
            "int[3][4]",
            "int array",
            "int ARRAY[3]",
            "character varying(20)[]",
            "timestamp(3) with time zone[]",
            "interval day to second(2)[]",
            "numeric(10,2)[]",
            "bit[]",
            "char[]",
            "\"char\"[]",
            "app.status",
            "status",
            "app.\"My Enum\"",
            "\"App 2\".\"My \"\"Dom\"\"ain\"",
            "app.\"My Enum\"[]",
            "status[]",
            "app.pair",
            "app.pair[]",
            "app.order",
            "positive",
            "app.text",
            "\"Fold\"",
            "app.straße",
            "positive[]");

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void readsWhatTheServerReads(int version) throws SQLException {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute(
                "CREATE SCHEMA app",
                "CREATE SCHEMA \"App 2\"",
                "CREATE TYPE app.status AS ENUM ('a')",
                "CREATE TYPE app.\"My Enum\" AS ENUM ('a')",
                "CREATE TYPE app.pair AS (a int, b text)",
                "CREATE TYPE app.order AS ENUM ('a')",
                "CREATE TYPE app.text AS ENUM ('a')",
                "CREATE TYPE app.straße AS ENUM ('a')",
                "CREATE TYPE app.\"Fold\" AS ENUM ('a')",
                "CREATE DOMAIN app.positive AS int CHECK (VALUE > 0)",
                "CREATE DOMAIN \"App 2\".\"My \"\"Dom\"\"ain\" AS int");
        ServerTypes types = new ServerTypes(database);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String text : TEXTS) {
                SqlType ours = resolve(types, text, version);

                String wanted = made(statement, "app, public", text);
                assertThat(made(statement, "pg_catalog", ours.quoted()))
                        .as(text)
                        .isEqualTo(wanted);
                assertThat(ours.display().replace("app.order", "app.\"order\"").replace("app.straße", "app.\"straße\""))
                        .as(text)
                        .isEqualTo(wanted.replace("app.straße", "app.\"straße\""));
                assertThat(resolve(types, wanted, version)).as(wanted).isEqualTo(ours);
            }
        }
    }

    private static SqlType resolve(ServerTypes types, String text, int version) {
        TypeText type = TypeText.parse(text);
        KnownType known = type.candidates(new Identifier("app")).stream()
                .flatMap(name -> types.find(name).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError(text));
        return type.resolve(known.name(), known.takesModifiers(), version);
    }

    private static String made(Statement statement, String searchPath, String type) throws SQLException {
        statement.execute("SET search_path = " + searchPath);
        statement.execute("CREATE TEMP TABLE made (c " + type + ")");
        statement.execute("SET search_path = pg_catalog");
        try (ResultSet row = statement.executeQuery("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 'pg_temp.made'::regclass AND attname = 'c'")) {
            row.next();
            return row.getString(1);
        } finally {
            statement.execute("DROP TABLE pg_temp.made");
        }
    }
}
