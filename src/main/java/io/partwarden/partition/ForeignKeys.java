package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import java.util.List;

/** The tables that a change of partitions also locks because of foreign keys; each listed once, in name order. */
public record ForeignKeys(List<Neighbour> referenced, List<Neighbour> referencing) {

    /** @param lockable whether our role may LOCK TABLE it beforehand (it needs more than REFERENCES for that) */
    public record Neighbour(QualifiedName table, boolean lockable) {}

    public static final ForeignKeys NONE = new ForeignKeys(List.of(), List.of());

    public ForeignKeys {
        referenced = List.copyOf(referenced);
        referencing = List.copyOf(referencing);
    }
}
