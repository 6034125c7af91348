package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database's own type catalog, asked one name at a time. */
final class ServerTypes implements TypeLookup {

    private static final String FIND = """
            WITH RECURSIVE found AS (
                SELECT t.oid, t.typname, t.typtype, t.typmodin <> 0 AS modifiers, t.typisdefined
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE n.nspname = ? AND t.typname = ? AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
            ), bases AS (
                SELECT oid AS base, 0 AS depth FROM found
                UNION ALL
                SELECT t.typbasetype, depth + 1 FROM bases JOIN pg_type t ON t.oid = bases.base WHERE t.typtype = 'd'
            ), base AS (
                SELECT t.* FROM bases JOIN pg_type t ON t.oid = bases.base ORDER BY depth DESC LIMIT 1
            )
            SELECT CASE WHEN found.typisdefined THEN found.typtype ELSE 'p' END AS kind, found.modifiers,
                   pg_catalog.has_type_privilege(found.oid, 'USAGE') AS usable,
                   bn.nspname AS base_schema, base.typname AS base_name,
                   (SELECT string_agg(DISTINCT a.amname, ',') FROM pg_opclass o JOIN pg_am a ON a.oid = o.opcmethod
                    WHERE o.opcdefault AND (o.opcintype = base.oid
                      OR o.opcintype IN (SELECT c.casttarget FROM pg_cast c WHERE c.castsource = base.oid
                                         AND c.castmethod = 'b' AND c.castcontext = 'i')
                      OR o.opcintype = CASE WHEN base.typcategory = 'A' AND base.typelem <> 0 THEN 'anyarray'::regtype
                            WHEN base.typtype = 'e' THEN 'anyenum'::regtype WHEN base.typtype = 'c' THEN 'record'::regtype
                            WHEN base.typtype = 'r' THEN 'anyrange'::regtype
                            WHEN base.typtype = 'm' THEN 'anymultirange'::regtype END)) AS methods
            FROM found, base JOIN pg_namespace bn ON bn.oid = base.typnamespace
            """;

    private static final Map<String, KeyFamily> FAMILIES = Map.of(
            "int2", KeyFamily.INTEGER,
            "int4", KeyFamily.INTEGER,
            "int8", KeyFamily.INTEGER,
            "numeric", KeyFamily.NUMERIC,
            "date", KeyFamily.DATE,
            "timestamp", KeyFamily.TIMESTAMP,
            "timestamptz", KeyFamily.TIMESTAMPTZ);

    private final TestDatabase database;

    ServerTypes(TestDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<KnownType> find(QualifiedName name) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, name.schema().value());
            statement.setString(2, name.name().value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(name, row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KnownType read(QualifiedName name, ResultSet row) throws SQLException {
        QualifiedName base = QualifiedName.of(row.getString("base_schema"), row.getString("base_name"));
        String methods = Optional.ofNullable(row.getString("methods")).orElse("");
        return new KnownType(
                name,
                kind(row.getString("kind")),
                base,
                base.schema().value().equals("pg_catalog")
                        ? FAMILIES.getOrDefault(base.name().value(), KeyFamily.OTHER)
                        : KeyFamily.OTHER,
                row.getBoolean("modifiers"),
                row.getBoolean("usable"),
                List.of(methods.split(",")).stream().filter(m -> !m.isEmpty()).collect(Collectors.toSet()));
    }

    private static KnownType.Kind kind(String typtype) {
        return switch (typtype) {
            case "b" -> KnownType.Kind.BASE;
            case "c" -> KnownType.Kind.COMPOSITE;
            case "d" -> KnownType.Kind.DOMAIN;
            case "e" -> KnownType.Kind.ENUM;
            case "r" -> KnownType.Kind.RANGE;
            case "m" -> KnownType.Kind.MULTIRANGE;
            default -> KnownType.Kind.PSEUDO;
        };
    }
}
