package io.partwarden.partition;

import io.partwarden.partition.LeafTraits.Ownership;
import io.partwarden.partition.LeafTraits.ReplicaIdentity;
import io.partwarden.partition.LeafTraits.RowSecurity;
import io.partwarden.partition.LeafTraits.Storage;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Snapshots without a server: plain tables with one owner and nothing else to carry over. */
final class Tables {

    static final QualifiedName EVENTS = QualifiedName.of("public", "events");

    private Tables() {}

    static KeyColumn column(String name, String type, KeyFamily family) {
        Identifier column = new Identifier(name);
        return new KeyColumn(
                column,
                new Expression(column.quoted()),
                new SqlType(QualifiedName.of("pg_catalog", type), List.of(), false, type),
                family);
    }

    static TableSnapshot of(PartitionKey key, Partition... partitions) {
        return of(key, ForeignKeys.NONE, partitions);
    }

    static TableSnapshot of(PartitionKey key, ForeignKeys foreignKeys, Partition... partitions) {
        LeafTraits traits = new LeafTraits(
                new Ownership(new Identifier("owner"), false, List.of(), List.of()),
                new RowSecurity(false, false, List.of()),
                new ReplicaIdentity(ReplicaIdentity.Kind.DEFAULT, null),
                new Storage(new Identifier("pg_default"), null, new Identifier("heap"), Map.of()),
                Map.of(),
                null);
        return new TableSnapshot(
                18,
                new TableSnapshot.Parent(oid("events"), EVENTS, key, TableSnapshot.DefaultContents.NONE),
                List.of(partitions),
                traits,
                foreignKeys,
                Set.of(EVENTS),
                "basis");
    }

    static TableSnapshot onVersion(int version, TableSnapshot table) {
        return new TableSnapshot(
                version,
                table.parent(),
                table.partitions(),
                table.leafTraits(),
                table.foreignKeys(),
                table.takenNames(),
                table.fingerprint());
    }

    static TableSnapshot holding(TableSnapshot table, TableSnapshot.DefaultContents inDefault) {
        return new TableSnapshot(
                table.serverVersion(),
                new TableSnapshot.Parent(
                        table.parent().oid(),
                        table.parent().name(),
                        table.parent().key(),
                        inDefault),
                table.partitions(),
                table.leafTraits(),
                table.foreignKeys(),
                table.takenNames(),
                table.fingerprint());
    }

    /** Where no server gives one: always the same for a name, and like nothing else in a script. */
    static long oid(String name) {
        return 4_100_000_000L + (name.hashCode() & 0xffff);
    }

    static Partition partition(String name, Bound bound) {
        return new Partition(
                oid(name), QualifiedName.of("public", name), bound, Partition.Kind.TABLE, Partition.State.ATTACHED);
    }

    static NewPartition wanted(String name, Bound bound) {
        return new NewPartition(QualifiedName.of("public", name), bound, null);
    }

    static Bound.Range range(Object from, Object to) {
        return new Bound.Range(List.of(datum(from)), List.of(datum(to)));
    }

    static Bound.Values list(Object... values) {
        return new Bound.Values(List.of(values).stream().map(Tables::datum).toList());
    }

    static List<Datum> tuple(Object... values) {
        return List.of(values).stream().map(Tables::datum).toList();
    }

    static Datum datum(Object value) {
        return value instanceof Datum datum ? datum : Datum.of(value.toString());
    }

    /** Whole numbers, ordered as such: the text 007 reads as 7. */
    static KeySpace numbers(TableSnapshot table, List<NewPartition> wanted) {
        List<Bound> bounds = new ArrayList<>();
        table.partitions().forEach(p -> bounds.add(p.bound()));
        wanted.forEach(p -> bounds.add(p.bound()));
        int columns = table.parent().key().columns().size();
        List<Map<String, KeySpace.KeyValue>> spaces = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            spaces.add(space(texts(bounds, i)));
        }
        return new KeySpace(spaces);
    }

    private static Map<String, KeySpace.KeyValue> space(Set<String> texts) {
        List<Long> order =
                new ArrayList<>(new TreeSet<>(texts.stream().map(Long::valueOf).toList()));
        order.sort(Comparator.naturalOrder());
        Map<String, KeySpace.KeyValue> space = new HashMap<>();
        for (String text : texts) {
            Long value = Long.valueOf(text);
            space.put(text, new KeySpace.KeyValue(value.toString(), order.indexOf(value)));
        }
        return space;
    }

    private static Set<String> texts(List<Bound> bounds, int column) {
        Set<String> texts = new TreeSet<>();
        for (Bound bound : bounds) {
            List<Datum> data = new ArrayList<>();
            if (bound instanceof Bound.Range range) {
                add(data, range.from(), column);
                add(data, range.to(), column);
            } else if (bound instanceof Bound.Values list) {
                data.addAll(list.values());
            }
            data.forEach(d -> {
                if (d instanceof Datum.Value value) {
                    texts.add(value.text());
                }
            });
        }
        return texts;
    }

    private static void add(List<Datum> data, List<Datum> tuple, int column) {
        if (column < tuple.size()) {
            data.add(tuple.get(column));
        }
    }
}
