package io.partwarden.catalog;

import io.partwarden.catalog.SnapshotReader.Draft;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Snapshots by the hundred. A table that cannot be read costs its hundred a second look, one by one, and nobody else anything. */
final class FleetSnapshots {

    /** Bounds the text of a query's answer and what one table that cannot be read undoes. */
    private static final int CHUNK = 100;

    private final JdbcClient session;
    private final SnapshotReader reader;

    FleetSnapshots(JdbcClient session) {
        this.session = session;
        this.reader = new SnapshotReader(session);
    }

    /** By oid, without those that are no partitioned tables, are not shown, or cannot be read. */
    Map<Long, TableSnapshot> read(Collection<Long> oids, List<String> shownSchemas) {
        List<Long> all = List.copyOf(oids);
        List<Draft> drafts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            drafts.addAll(drafts(all.subList(from, Math.min(from + CHUNK, all.size())), shownSchemas));
        }
        Map<Set<String>, Set<QualifiedName>> names = names(drafts);
        Map<Long, TableSnapshot> snapshots = new HashMap<>();
        drafts.forEach(d -> snapshots.put(d.head().oid(), d.snapshot(names.getOrDefault(d.schemas(), Set.of()))));
        return snapshots;
    }

    private List<Draft> drafts(List<Long> oids, List<String> shownSchemas) {
        session.sql("SAVEPOINT chunk").update();
        try {
            List<TableHead> heads = TableHead.read(session, oids).stream()
                    .filter(head -> shownSchemas.isEmpty()
                            || shownSchemas.contains(head.name().schema().value()))
                    .toList();
            return reader.drafts(heads);
        } catch (DataAccessException | IllegalArgumentException e) {
            session.sql("ROLLBACK TO SAVEPOINT chunk").update();
            List<Draft> readable = new ArrayList<>();
            if (oids.size() > 1) {
                oids.forEach(oid -> readable.addAll(drafts(List.of(oid), shownSchemas)));
            }
            return readable;
        }
    }

    /** One set for all tables whose partitions live in the same schemas: it may be much larger than the tables. */
    private Map<Set<String>, Set<QualifiedName>> names(List<Draft> drafts) {
        Set<Set<String>> wanted = new HashSet<>();
        drafts.forEach(draft -> wanted.add(draft.schemas()));
        Map<String, Set<QualifiedName>> bySchema = new HashMap<>();
        wanted.forEach(schemas -> schemas.forEach(
                schema -> bySchema.computeIfAbsent(schema, s -> SnapshotReader.takenNames(session, Set.of(s)))));
        Map<Set<String>, Set<QualifiedName>> names = new HashMap<>();
        for (Set<String> schemas : wanted) {
            Set<QualifiedName> taken = new HashSet<>();
            schemas.forEach(schema -> taken.addAll(bySchema.getOrDefault(schema, Set.of())));
            names.put(schemas, Set.copyOf(taken));
        }
        return names;
    }
}
