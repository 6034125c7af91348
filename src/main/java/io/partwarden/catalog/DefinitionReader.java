package io.partwarden.catalog;

import io.partwarden.partition.DefinitionContext;
import io.partwarden.partition.DefinitionPlanner;
import io.partwarden.partition.KnownType;
import io.partwarden.partition.TableDefinition;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TypedText;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a target says to the definition of a table: its types, its reading of constants, the names that are taken. */
@Component
public final class DefinitionReader {

    /** A type is indexable by the operator classes of its base type, of what that is binary-coercible to, and of its pseudo-type. */
    private static final String TYPES = """
            WITH RECURSIVE base AS (
                SELECT t.oid, t.oid AS base
                  FROM pg_catalog.pg_type t
                  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                  JOIN unnest(CAST(:schemas AS text[]), CAST(:names AS text[])) AS asked(schema, name)
                    ON asked.schema = n.nspname AND asked.name = t.typname
                 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
                 UNION ALL
                SELECT base.oid, t.typbasetype FROM base JOIN pg_catalog.pg_type t ON t.oid = base.base WHERE t.typtype = 'd'
            )
            SELECT n.nspname, t.typname, CASE WHEN t.typisdefined THEN t.typtype ELSE 'p' END AS kind,
                   bn.nspname AS base_schema, b.typname AS base_name,
                   t.typmodin <> 0 AS takes_modifiers,
                   pg_catalog.has_type_privilege(t.oid, 'USAGE') AS usable,
                   ARRAY(SELECT DISTINCT a.amname::text
                           FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_am a ON a.oid = o.opcmethod
                          WHERE o.opcdefault
                            AND (o.opcintype = b.oid
                                 OR EXISTS (SELECT FROM pg_catalog.pg_cast c
                                             WHERE c.castsource = b.oid AND c.casttarget = o.opcintype
                                               AND c.castmethod = 'b' AND c.castcontext = 'i')
                                 OR EXISTS (SELECT FROM pg_catalog.pg_type e
                                             WHERE e.typarray = b.oid AND o.opcintype = 'pg_catalog.anyarray'::regtype)
                                 OR o.opcintype = CASE b.typtype WHEN 'e' THEN 'pg_catalog.anyenum'::regtype
                                                                 WHEN 'r' THEN 'pg_catalog.anyrange'::regtype
                                                                 WHEN 'm' THEN 'pg_catalog.anymultirange'::regtype
                                                                 WHEN 'c' THEN 'pg_catalog.record'::regtype END)) AS methods
              FROM base
              JOIN pg_catalog.pg_type b ON b.oid = base.base AND b.typtype <> 'd'
              JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
              JOIN pg_catalog.pg_type t ON t.oid = base.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            """;

    private static final String VERSION = "SELECT current_setting('server_version_num')::int / 10000";

    private final TargetSessions sessions;
    private final DefinitionPlanner planner = new DefinitionPlanner();

    DefinitionReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** Everything that planning this definition needs, of one moment. */
    public DefinitionContext context(Target target, TableDefinition definition) {
        return sessions.read(target, session -> {
            int version = session.sql(VERSION).query(Integer.class).single();
            Map<QualifiedName, KnownType> types = types(session, planner.typeNames(definition));
            Set<TypedText> asked = planner.constants(definition, name -> Optional.ofNullable(types.get(name)), version);
            Map<TypedText, String> constants = constants(session, asked);
            return new DefinitionContext(
                    version,
                    name -> Optional.ofNullable(types.get(name)),
                    constants,
                    SnapshotReader.takenNames(session, Set.of(definition.schema())),
                    fingerprint(version, types, constants));
        });
    }

    /** Whether a schema of that name exists and our role may create in it; empty if there is none. */
    public Optional<Boolean> mayCreateIn(Target target, Identifier schema) {
        return sessions.read(
                target,
                session -> session.sql("""
                                SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
                                  FROM pg_catalog.pg_namespace n WHERE n.nspname = :schema
                                """)
                        .param("schema", schema.value())
                        .query(Boolean.class)
                        .optional());
    }

    private static Map<QualifiedName, KnownType> types(JdbcClient session, Collection<QualifiedName> names) {
        return session
                .sql(TYPES)
                .param("schemas", names.stream().map(n -> n.schema().value()).toArray(String[]::new))
                .param("names", names.stream().map(n -> n.name().value()).toArray(String[]::new))
                .query(DefinitionReader::type)
                .list()
                .stream()
                .collect(Collectors.toMap(KnownType::name, Function.identity(), (a, b) -> a));
    }

    private static KnownType type(ResultSet row, int number) throws SQLException {
        CatalogJson.Name base = new CatalogJson.Name(row.getString("base_schema"), row.getString("base_name"));
        return new KnownType(
                QualifiedName.of(row.getString("nspname"), row.getString("typname")),
                switch (row.getString("kind")) {
                    case "b" -> KnownType.Kind.BASE;
                    case "c" -> KnownType.Kind.COMPOSITE;
                    case "d" -> KnownType.Kind.DOMAIN;
                    case "e" -> KnownType.Kind.ENUM;
                    case "r" -> KnownType.Kind.RANGE;
                    case "m" -> KnownType.Kind.MULTIRANGE;
                    default -> KnownType.Kind.PSEUDO;
                },
                base.qualified(),
                CatalogJson.family(base),
                row.getBoolean("takes_modifiers"),
                row.getBoolean("usable"),
                Set.of((String[]) row.getArray("methods").getArray()));
    }

    /** One that cannot be read is left out: the planner says which column it stands at. */
    private static Map<TypedText, String> constants(JdbcClient session, Set<TypedText> asked) {
        Map<TypedText, String> read = new HashMap<>();
        for (TypedText constant : asked) {
            if (constant.text().indexOf('\0') >= 0) {
                continue;
            }
            session.sql("SAVEPOINT reading").update();
            try {
                read.put(
                        constant,
                        session.sql("SELECT CAST(CAST(:text AS text) AS "
                                        + constant.type().quoted() + ")::text")
                                .param("text", constant.text())
                                .query(String.class)
                                .single());
            } catch (DataAccessException e) {
                if (!isValuesFault(e)) {
                    throw e;
                }
                session.sql("ROLLBACK TO SAVEPOINT reading").update();
            }
        }
        return read;
    }

    /** Classes 22 (data exception), 23 (a domain's CHECK) and 42846 (no cast from text). */
    private static boolean isValuesFault(DataAccessException failure) {
        return failure.getRootCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22")
                        || sql.getSQLState().startsWith("23")
                        || sql.getSQLState().equals("42846"));
    }

    private static String fingerprint(
            int version, Map<QualifiedName, KnownType> types, Map<TypedText, String> constants) {
        Map<String, String> facts = new TreeMap<>();
        types.forEach(
                (name, type) -> facts.put(name.quoted(), type.kind() + " " + type.usable() + " " + type.family()));
        constants.forEach((constant, text) -> facts.put(constant.type().quoted() + constant.text(), text));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((version + facts.toString()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
