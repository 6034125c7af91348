package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import java.util.List;

/**
 * A table that was imported, as it was then.
 *
 * @param partitions those with a range, so that what was done since can be told
 * @param switchedOff rows of the other tool's configuration that were switched off when the table was taken over
 * @param switchedOffBelow the same for those of the next level
 */
record Imported(
        ManagedName name,
        String tool,
        Instant since,
        List<Seen> partitions,
        List<String> switchedOff,
        List<String> switchedOffBelow) {

    Imported {
        partitions = List.copyOf(partitions);
        switchedOff = List.copyOf(switchedOff);
        switchedOffBelow = List.copyOf(switchedOffBelow);
    }

    /** A partition with its range; a value is a text after {@code =}, the ends of the line are {@code min} and {@code max}. */
    record Seen(String schema, String name, List<String> from, List<String> to) {

        Seen {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        /** As if it were there. */
        Partition partition() {
            return new Partition(
                    0,
                    QualifiedName.of(schema, name),
                    new Bound.Range(data(from), data(to)),
                    Partition.Kind.TABLE,
                    Partition.State.ATTACHED);
        }

        private static List<Datum> data(List<String> texts) {
            return texts.stream()
                    .map(text -> text.startsWith("=")
                            ? Datum.of(text.substring(1))
                            : text.equals("min") ? Datum.MINVALUE : Datum.MAXVALUE)
                    .toList();
        }
    }

    static List<Seen> partitions(List<Partition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.bound() instanceof Bound.Range)
                .map(partition -> {
                    Bound.Range range = (Bound.Range) partition.bound();
                    return new Seen(
                            partition.name().schema().value(),
                            partition.name().name().value(),
                            texts(range.from()),
                            texts(range.to()));
                })
                .toList();
    }

    private static List<String> texts(List<Datum> data) {
        return data.stream()
                .map(datum -> datum instanceof Datum.Value value
                        ? "=" + value.text()
                        : datum instanceof Datum.MinValue ? "min" : "max")
                .toList();
    }

    Imported switchedOff(List<String> rows, List<String> below) {
        return new Imported(name, tool, since, partitions, rows, below);
    }
}
