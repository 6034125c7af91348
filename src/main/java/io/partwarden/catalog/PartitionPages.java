package io.partwarden.catalog;

import io.partwarden.partition.Partition;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A table's partitions by the page, in the order of their bounds. Only the server can put bounds in order, which takes reading all of
 * them; the order is kept until a partition comes, goes or is changed, so that a page of ten thousand costs what its own rows do.
 */
@Component
public final class PartitionPages {

    private static final String HEAD = """
            SELECT c.oid::bigint AS oid,
                   (SELECT count(*) || ':' || coalesce(sum(pg_catalog.hashtextextended(
                               format('%s %s %s', i.inhrelid, i.inhdetachpending, p.xmin), 0)), 0)
                      FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid
                     WHERE i.inhparent = c.oid) AS version
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = :schema AND c.relname = :name AND c.relkind = 'p' AND c.relpersistence <> 't'
            """;

    private static final int TABLES_KEPT = 200;

    private final TargetSessions sessions;
    private final Map<Key, Order> orders = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Order> eldest) {
            return size() > TABLES_KEPT;
        }
    });

    PartitionPages(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** By the target's settings too: the same name may come to mean another database. */
    private record Key(Target target, long parent) {}

    private record Order(String version, List<Long> oids) {}

    private record Head(long oid, String version) {}

    /**
     * Some partitions in a row.
     *
     * @param from the place of the first among all {@code total}
     */
    public record Slice(long parentOid, List<Partition> partitions, int from, int total) {
        public Slice {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * At most {@code limit} partitions; empty if there is no partitioned table of that name.
     *
     * @param start given the oids of all partitions in order, the place of the first to show
     */
    public Optional<Slice> slice(Target target, QualifiedName table, ToIntFunction<List<Long>> start, int limit) {
        if (!target.schemas().isEmpty()
                && !target.schemas().contains(table.schema().value())) {
            return Optional.empty();
        }
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            return session.sql(HEAD)
                    .param("schema", table.schema().value())
                    .param("name", table.name().value())
                    .query((row, number) -> new Head(row.getLong("oid"), row.getString("version")))
                    .optional()
                    .map(head -> slice(session, head, order(session, target, table, head), start, limit));
        });
    }

    private static Slice slice(
            JdbcClient session, Head head, List<Long> oids, ToIntFunction<List<Long>> start, int limit) {
        int from = Math.min(start.applyAsInt(oids), oids.size());
        List<Long> shown = oids.subList(from, Math.min(from + limit, oids.size()));
        Map<Long, Partition> byOid = new SnapshotReader(session)
                .children(head.oid(), shown).stream().collect(Collectors.toMap(Partition::oid, p -> p));
        return new Slice(head.oid(), shown.stream().map(byOid::get).toList(), from, oids.size());
    }

    private List<Long> order(JdbcClient session, Target target, QualifiedName table, Head head) {
        Key key = new Key(target, head.oid());
        Order known = orders.get(key);
        if (known != null && known.version().equals(head.version())) {
            return known.oids();
        }
        TableHead all = TableHead.read(session, table).orElseThrow();
        List<Long> oids = new SnapshotReader(session)
                .ordered(List.of(all)).getOrDefault(all.oid(), List.of()).stream()
                        .map(Partition::oid)
                        .toList();
        orders.put(key, new Order(head.version(), oids));
        return oids;
    }
}
