package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.FittedName;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of one table's new partitions: {@code t_p20261121} and the like, in the parent's schema, within 63 bytes, and never one that
 * is taken or was handed out before. Names are for people only; nothing is ever read back from them.
 */
public final class PartitionNames {

    /** Eight digits of a hash collide in theory; nobody gets this far. */
    private static final int MAX_HASHES = 100;

    private final QualifiedName table;
    private final List<KeyFamily> families;
    private final Set<QualifiedName> taken;
    private final Set<QualifiedName> given = new HashSet<>();

    private PartitionNames(QualifiedName table, List<KeyFamily> families, Set<QualifiedName> taken) {
        this.table = table;
        this.families = List.copyOf(families);
        // Of whole schemas, and the same for all of their tables: not copied.
        this.taken = taken;
    }

    /** @param taken every relation name in the schemas where partitions are to be made */
    public static PartitionNames of(QualifiedName table, PartitionKey key, Set<QualifiedName> taken) {
        return new PartitionNames(
                table, key.columns().stream().map(KeyColumn::family).toList(), taken);
    }

    /**
     * The default name, before anybody looks at what is taken. Bounds should be in the server's own text form.
     *
     * @param families one per key column
     */
    public static Identifier of(Identifier table, Bound bound, List<KeyFamily> families) {
        return FittedName.of(table.value(), BoundSlug.of(bound, families));
    }

    /**
     * A name of our own making for this bound; the default one, or where that is taken, the one with a hash.
     *
     * @throws PlanRefusedException if both are taken
     */
    public QualifiedName next(Bound bound) {
        return free(bound, table.name().value(), BoundSlug.of(bound, families), 1);
    }

    /**
     * As {@link #next(Bound)}, with a name of other making: {@code stem + suffix} where that fits and is free.
     *
     * @throws PlanRefusedException if it is taken, and every form of it with a hash
     */
    public QualifiedName next(Bound bound, String stem, String suffix) {
        return free(bound, stem, suffix, MAX_HASHES);
    }

    private QualifiedName free(Bound bound, String stem, String suffix, int hashes) {
        QualifiedName name = new QualifiedName(table.schema(), FittedName.of(stem, suffix));
        for (int i = 0; i < hashes && isTaken(name); i++) {
            // The bound's own text tells apart what reads the same once it is made fit for a name.
            String identity = i == 0 ? bound.toString() : bound.toString() + i;
            name = new QualifiedName(table.schema(), FittedName.hashed(stem, suffix, identity));
        }
        return claim(name);
    }

    /** A value as part of a name: letters and digits of any script in lower case, cut to a length that leaves room for more. */
    public static String word(Datum value, KeyFamily family) {
        return BoundSlug.value(value, family);
    }

    /**
     * A name that the request chose.
     *
     * @throws PlanRefusedException if it is taken
     */
    public QualifiedName claim(QualifiedName name) {
        if (isTaken(name)) {
            throw PlanRefusedException.because(
                    Reason.NAME_TAKEN, name, "The name " + name + " is taken already; choose another one with 'name'.");
        }
        given.add(name);
        return name;
    }

    private boolean isTaken(QualifiedName name) {
        return taken.contains(name) || given.contains(name);
    }
}
