package io.partwarden.catalog;

import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionOrder;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads whole {@link TableSnapshot}s: a handful of queries, however many tables and partitions there are. */
final class SnapshotReader {

    /** A bound has no columns, so it is written out without its table, which newer servers (18) would lock, and so wait for, each one. */
    private static final String CHILDREN = """
            SELECT i.inhparent::bigint AS parent, c.oid::bigint AS oid, n.nspname, c.relname, c.relkind, i.inhdetachpending,
                   pg_catalog.pg_get_expr(c.relpartbound, CAST(0 AS oid)) AS bound
              FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE i.inhparent = ANY (CAST(CAST(:parents AS bigint[]) AS oid[])) AND c.relpartbound IS NOT NULL
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

    private final JdbcClient session;

    SnapshotReader(JdbcClient session) {
        this.session = session;
    }

    /**
     * A table but for the names that are taken, which are the same for all tables of a schema.
     *
     * @param partitions in the order of their bounds
     */
    record Draft(TableHead head, List<Partition> partitions, DefaultContents inDefault) {

        /** Where its partitions live or may be made. */
        Set<String> schemas() {
            Set<String> schemas = new HashSet<>(Set.of(head.name().schema().value()));
            partitions.forEach(p -> schemas.add(p.name().schema().value()));
            return schemas;
        }

        TableSnapshot snapshot(Set<QualifiedName> takenNames) {
            return new TableSnapshot(
                    head.serverVersion(),
                    new TableSnapshot.Parent(head.oid(), head.name(), head.key(), inDefault),
                    partitions,
                    head.traits(),
                    head.foreignKeys(),
                    takenNames,
                    SnapshotFingerprint.of(head, partitions, inDefault));
        }
    }

    Optional<TableSnapshot> read(QualifiedName table) {
        return TableHead.read(session, table)
                .map(head -> drafts(List.of(head)).get(0))
                .map(draft -> draft.snapshot(takenNames(session, draft.schemas())));
    }

    /** In the order of the heads. */
    List<Draft> drafts(List<TableHead> heads) {
        Map<Long, List<Partition>> partitions = ordered(heads);
        List<Partition> defaults = partitions.values().stream()
                .flatMap(List::stream)
                .filter(Partition::isDefault)
                .toList();
        Map<Long, DefaultContents> contents = new DefaultReader(session).contents(defaults);
        return heads.stream()
                .map(head -> draft(head, partitions.getOrDefault(head.oid(), List.of()), contents))
                .toList();
    }

    private static Draft draft(TableHead head, List<Partition> partitions, Map<Long, DefaultContents> contents) {
        DefaultContents inDefault = partitions.stream()
                .filter(Partition::isDefault)
                .findFirst()
                .map(p -> contents.getOrDefault(p.oid(), DefaultContents.NONE))
                .orElse(DefaultContents.NONE);
        return new Draft(head, partitions, inDefault);
    }

    /** The direct children of each table in the order of their bounds, the default last. */
    Map<Long, List<Partition>> ordered(List<TableHead> heads) {
        Map<Long, List<Partition>> children =
                children(heads.stream().map(TableHead::oid).toList());
        List<KeyRanking.Question> questions = heads.stream()
                .map(head -> KeyRanking.Question.of(
                        head.oid(),
                        head.key(),
                        children.getOrDefault(head.oid(), List.of()).stream()
                                .map(Partition::bound)
                                .toList()))
                .toList();
        new KeyRanking(session)
                .of(questions)
                .forEach((parent, keys) -> children.computeIfPresent(
                        parent,
                        (p, unordered) -> unordered.stream()
                                .sorted(Comparator.comparing(Partition::bound, new PartitionOrder(keys))
                                        .thenComparing(Partition::name))
                                .toList()));
        return children;
    }

    /** By parent; in no order. */
    private Map<Long, List<Partition>> children(List<Long> parents) {
        Map<Long, List<Partition>> children = new HashMap<>();
        session.sql(CHILDREN).param("parents", parents.toArray(Long[]::new)).query(row -> {
            children.computeIfAbsent(row.getLong("parent"), p -> new ArrayList<>())
                    .add(partition(row, 0));
        });
        return children;
    }

    /** Those of the children; in no order. */
    List<Partition> children(long parent, List<Long> oids) {
        return session.sql(CHILDREN + " AND i.inhrelid = ANY (CAST(CAST(:oids AS bigint[]) AS oid[]))")
                .param("parents", new Long[] {parent})
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
