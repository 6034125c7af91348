package io.partwarden.catalog;

import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one root table stands with all that is below it, without a look at a single row.
 *
 * @param defaults every default partition of the tree, the root's own among them
 * @param pendingDetaches partitions whose rows no query through their parent sees any more
 * @param invalidIndexes of the root, its partitioned partitions and leaves
 */
public record TableHealth(
        long oid,
        QualifiedName name,
        Size size,
        Analysed analysed,
        List<Default> defaults,
        List<QualifiedName> pendingDetaches,
        List<QualifiedName> invalidIndexes) {

    public TableHealth {
        defaults = List.copyOf(defaults);
        pendingDetaches = List.copyOf(pendingDetaches);
        invalidIndexes = List.copyOf(invalidIndexes);
    }

    /**
     * As VACUUM and ANALYZE last saw it: measuring the files of 200,000 leaves takes seconds and waits for whoever holds one of them.
     *
     * @param bytes of heaps and TOAST without indexes; a leaf that neither has seen counts nothing
     * @param rowsEstimate null if not one leaf was ever analysed
     */
    public record Size(long bytes, @Nullable Long rowsEstimate) {}

    /**
     * @param parent whether the root itself was ever analysed, which autovacuum never does
     * @param parentAt null if never, or before the server's statistics were reset
     * @param missing how many leaves hold rows by the server's statistics and were neither analysed nor vacuumed
     * @param examples some of those
     */
    public record Analysed(boolean parent, @Nullable Instant parentAt, long missing, List<QualifiedName> examples) {
        public Analysed {
            examples = List.copyOf(examples);
        }
    }

    /**
     * A default partition.
     *
     * @param parentOid the root's or that of a partitioned partition
     * @param bytes of its heap, measured unless somebody holds it exclusively
     * @param rowsEstimate null if it was never analysed
     * @param empty whether it certainly holds no row; else {@link CatalogReader#anyRow} may look
     */
    public record Default(
            long parentOid,
            long oid,
            QualifiedName name,
            long bytes,
            @Nullable Long rowsEstimate,
            boolean empty) {}
}
