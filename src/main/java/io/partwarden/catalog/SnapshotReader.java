package io.partwarden.catalog;

import io.partwarden.partition.Bound;
import io.partwarden.partition.DefaultCheck;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionOrder;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import io.partwarden.partition.TableSnapshot.RowMove;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.MoveObstacle;
import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a whole {@link TableSnapshot}: a handful of queries, however many partitions there are. */
final class SnapshotReader {

    private static final String CHILDREN = """
            SELECT c.oid::bigint AS oid, n.nspname, c.relname, c.relkind, i.inhdetachpending,
                   pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound
              FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE i.inhparent = CAST(:parent AS oid) AND c.relpartbound IS NOT NULL
            """;

    /** Types too, since a table brings a row type of its name; an array type gives way to it by itself. */
    private static final String NAMES = """
            SELECT n.nspname, taken.name
              FROM pg_catalog.pg_namespace n
             CROSS JOIN LATERAL (
                SELECT c.relname AS name FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid
                 UNION
                SELECT t.typname FROM pg_catalog.pg_type t
                 WHERE t.typnamespace = n.oid
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)) taken
             WHERE n.nspname = ANY (CAST(:schemas AS text[]))
            """;

    private static final String DEFAULT =
            """
            WITH RECURSIVE tree AS (
                SELECT CAST(:partition AS oid) AS oid
                 UNION ALL
                SELECT i.inhrelid FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid
            )
            SELECT pg_catalog.has_schema_privilege(d.relnamespace, 'USAGE')
                       AND pg_catalog.has_any_column_privilege(d.oid, 'SELECT') AS readable,
                   (SELECT coalesce(sum(pg_catalog.pg_relation_size(l.oid)), 0)::bigint
                      FROM tree JOIN pg_catalog.pg_class l ON l.oid = tree.oid WHERE l.relkind = 'r') AS bytes,
                   (SELECT coalesce(sum(greatest(l.reltuples, 0)), 0)::bigint
                      FROM tree JOIN pg_catalog.pg_class l ON l.oid = tree.oid WHERE l.relkind IN ('r', 'f')) AS estimate,
                   ARRAY(SELECT k.conname::text FROM pg_catalog.pg_constraint k
                          WHERE k.conrelid = d.oid AND starts_with(k.conname::text, :prefix) ORDER BY 1) AS leftovers,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = d.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                          ORDER BY a.attnum) AS columns,
                   %s AS obstacles
              FROM pg_catalog.pg_class d
             WHERE d.oid = CAST(:partition AS oid)
            """.formatted(MoveObstacle.namesFor(new Expression("d.oid")).sql());

    /** For a look at rows, which no catalog read may wait for. */
    static final String BRIEFLY = "SET LOCAL statement_timeout = '2s'";

    /** SQLSTATE query_canceled: the statement timeout. */
    static final String TOO_LONG = "57014";

    private final JdbcClient session;

    SnapshotReader(JdbcClient session) {
        this.session = session;
    }

    Optional<TableSnapshot> read(QualifiedName table) {
        return TableHead.read(session, table).map(head -> snapshot(table, head));
    }

    private TableSnapshot snapshot(QualifiedName table, TableHead head) {
        List<Partition> unordered = children(head.oid());
        List<Bound> bounds = unordered.stream().map(Partition::bound).toList();
        PartitionOrder order = new PartitionOrder(new KeySpaceReader(session, head.oid(), head.key()).of(bounds));
        List<Partition> partitions = unordered.stream()
                .sorted(Comparator.comparing(Partition::bound, order).thenComparing(Partition::name))
                .toList();
        DefaultContents inDefault = partitions.stream()
                .filter(Partition::isDefault)
                .findFirst()
                .map(this::contents)
                .orElse(DefaultContents.NONE);
        return new TableSnapshot(
                head.serverVersion(),
                new TableSnapshot.Parent(head.oid(), table, head.key(), inDefault),
                partitions,
                head.traits(),
                head.foreignKeys(),
                takenNames(table, partitions),
                SnapshotFingerprint.of(table, head, partitions, inDefault));
    }

    List<Partition> children(long parent) {
        return session.sql(CHILDREN)
                .param("parent", parent)
                .query(SnapshotReader::partition)
                .list();
    }

    /** Those of the children; in no order. */
    List<Partition> children(long parent, List<Long> oids) {
        return session.sql(CHILDREN + " AND i.inhrelid = ANY (CAST(CAST(:oids AS bigint[]) AS oid[]))")
                .param("parent", parent)
                .param("oids", oids.toArray(Long[]::new))
                .query(SnapshotReader::partition)
                .list();
    }

    private static Partition partition(ResultSet row, int number) throws SQLException {
        return new Partition(
                row.getLong("oid"),
                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                BoundParser.parse(row.getString("bound")),
                kind(row.getString("relkind")),
                row.getBoolean("inhdetachpending") ? Partition.State.PENDING_DETACH : Partition.State.ATTACHED);
    }

    static Partition.Kind kind(String relkind) {
        return switch (relkind) {
            case "p" -> Partition.Kind.PARTITIONED;
            case "f" -> Partition.Kind.FOREIGN;
            default -> Partition.Kind.TABLE;
        };
    }

    private DefaultContents contents(Partition partition) {
        return session.sql(DEFAULT)
                .param("partition", partition.oid())
                .param("prefix", DefaultCheck.PREFIX)
                .query((row, number) -> new DefaultContents(
                        !isKnownEmpty(partition, row.getBoolean("readable")),
                        row.getLong("bytes"),
                        row.getLong("estimate"),
                        texts(row, "leftovers").map(Identifier::new).toList(),
                        new RowMove(
                                texts(row, "columns").map(Identifier::new).toList(),
                                texts(row, "obstacles")
                                        .map(MoveObstacle::valueOf)
                                        .toList())))
                .single();
    }

    private static Stream<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray());
    }

    /** What we may not read, would have to fetch from another server, or take long to look through, counts as holding rows. */
    private boolean isKnownEmpty(Partition partition, boolean readable) {
        return readable && partition.kind() != Partition.Kind.FOREIGN && isEmpty(partition.name());
    }

    /** A table whose rows were deleted and not yet vacuumed away is read to its end. */
    private boolean isEmpty(QualifiedName table) {
        session.sql("SAVEPOINT looking").update();
        try {
            session.sql(BRIEFLY).update();
            return session.sql("SELECT NOT EXISTS (SELECT FROM " + table.quoted() + ")")
                    .query(Boolean.class)
                    .single();
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException sql && TOO_LONG.equals(sql.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            session.sql("ROLLBACK TO SAVEPOINT looking").update();
        }
    }

    private Set<QualifiedName> takenNames(QualifiedName table, List<Partition> partitions) {
        Set<String> schemas = new HashSet<>(Set.of(table.schema().value()));
        partitions.forEach(p -> schemas.add(p.name().schema().value()));
        return takenNames(session, schemas);
    }

    static Set<QualifiedName> takenNames(JdbcClient session, Set<String> schemas) {
        Set<QualifiedName> names = new HashSet<>();
        session.sql(NAMES)
                .params(Map.of("schemas", schemas.toArray(new String[0])))
                .query(row -> {
                    names.add(QualifiedName.of(row.getString(1), row.getString(2)));
                });
        return names;
    }
}
