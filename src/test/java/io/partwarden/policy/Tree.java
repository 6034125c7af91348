package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.sql.QualifiedName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table whose partitions are made and retired as a policy needs it, without a database. */
final class Tree {

    final PartitionKey key;
    final Policy policy;
    final List<Datum> prefix;
    private final List<Partition> partitions = new ArrayList<>();
    private long oids = 1;
    private @Nullable Lane lane;

    Tree(PartitionKey key, Policy policy, Datum... prefix) {
        this.key = key;
        this.policy = policy;
        this.prefix = List.of(prefix);
    }

    static Tree of(Spec spec, PartitionKey key) {
        return new Tree(key, spec.check(key).policy());
    }

    /** On a timestamptz. */
    static Tree of(Spec spec, Instant inForce) {
        PartitionKey key = Keys.range("timestamptz");
        return new Tree(key, spec.checkAt(inForce, key).policy());
    }

    /** Of single-column keys. */
    Tree with(String from, String to) {
        return with(new Bound.Range(List.of(datum(from)), List.of(datum(to))), State.ATTACHED);
    }

    Tree with(Bound bound, State state) {
        QualifiedName name = QualifiedName.of("public", "p" + oids);
        lane = null;
        partitions.add(new Partition(oids++, name, bound, Partition.Kind.TABLE, state));
        return this;
    }

    private static Datum datum(String text) {
        return switch (text) {
            case "MINVALUE" -> Datum.MINVALUE;
            case "MAXVALUE" -> Datum.MAXVALUE;
            default -> Datum.of(text);
        };
    }

    List<Partition> partitions() {
        return partitions;
    }

    Lane lane() {
        if (lane == null) {
            lane = Lane.of(key, partitions, (Scheme.Periods) policy.scheme(), prefix);
        }
        return lane;
    }

    Standing standing(String now) {
        return Standing.at(Instant.parse(now), lane(), null);
    }

    Needs at(String now) {
        return PolicyPlanner.of(policy, lane(), standing(now));
    }

    Needs at(BigDecimal now) {
        return PolicyPlanner.of(policy, lane(), new Standing(now, null));
    }

    void clear() {
        partitions.clear();
        lane = null;
    }

    /** Does all of it, and is done then but for what was kept back. */
    void apply(Needs needs) {
        needs.missed().forEach(bound -> with(bound, State.ATTACHED));
        needs.ahead().forEach(bound -> with(bound, State.ATTACHED));
        List<Partition> old = needs.old().stream().map(Placed::partition).toList();
        partitions.removeAll(old);
        lane = null;
    }

    /** {@code [from, to)} of each, for people. */
    static List<String> texts(List<Bound.Range> ranges) {
        return ranges.stream()
                .map(range -> text(range.from()) + " - " + text(range.to()))
                .toList();
    }

    private static String text(List<Datum> tuple) {
        return String.join(
                ", ",
                tuple.stream()
                        .map(d -> d instanceof Datum.Value v
                                ? v.text()
                                : d instanceof Datum.MinValue ? "MINVALUE" : "MAXVALUE")
                        .toList());
    }

    /** No place is taken twice. */
    void assertNoOverlap() {
        List<Placed> placed = lane().placed();
        for (int i = 0; i < placed.size(); i++) {
            for (int j = i + 1; j < placed.size(); j++) {
                assertThat(placed.get(i).span().overlaps(placed.get(j).span()))
                        .as("%s and %s overlap", placed.get(i), placed.get(j))
                        .isFalse();
            }
        }
    }
}
