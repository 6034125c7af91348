package io.partwarden.partition;

import io.partwarden.sql.Identifier;
import io.partwarden.sql.KnownTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A detached table, as far as {@link DetachOptions} touch it.
 *
 * @param partitioned whether it has partitions of its own
 * @param publications that name it, not those of all tables or of its schema
 */
public record DetachedTable(
        KnownTable table, boolean partitioned, List<Index> indexes, List<Publication> publications) {

    public DetachedTable {
        indexes = List.copyOf(indexes);
        publications = List.copyOf(publications);
    }

    /** @param constraint that the index belongs to, null for none */
    public record Index(Identifier name, @Nullable Identifier constraint) {}

    /** @param ours whether our role may alter it */
    public record Publication(Identifier name, boolean ours) {}
}
