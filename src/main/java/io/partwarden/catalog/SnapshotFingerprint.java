package io.partwarden.catalog;

import io.partwarden.partition.LeafTraits;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over what a plan depends on. Sizes and estimates are left out: they move all the time, and where a plan follows them its own
 * statements differ.
 */
final class SnapshotFingerprint {

    private final MessageDigest digest;

    private SnapshotFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static String of(TableHead head, List<Partition> partitions, DefaultContents inDefault) {
        SnapshotFingerprint print = new SnapshotFingerprint();
        print.add(
                head.name().quoted(), head.oid(), head.serverVersion(), head.key(), head.columns(), head.foreignKeys());
        LeafTraits traits = head.traits();
        LeafTraits.Storage storage = traits.storage();
        print.add(traits.ownership(), traits.rowSecurity(), traits.replicaIdentity(), traits.comment());
        // Maps in an order of their own would make two prints of one state.
        print.add(
                storage.tablespace(),
                storage.parentTablespace(),
                storage.accessMethod(),
                new TreeMap<>(storage.parameters()),
                new TreeMap<>(traits.statisticsTargets()));
        partitions.forEach(p -> print.add(p.oid(), p.name().quoted(), p.kind(), p.state(), p.bound()));
        print.add(
                inDefault.anyRow(),
                inDefault.leftoverChecks(),
                inDefault.rowMove().obstacles());
        return HexFormat.of().formatHex(print.digest.digest());
    }

    /** Values are separated, so that no two lists of them are one text. */
    static String of(List<String> values) {
        SnapshotFingerprint print = new SnapshotFingerprint();
        values.forEach(print::add);
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private void add(@Nullable Object... values) {
        for (Object value : values) {
            digest.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
    }
}
