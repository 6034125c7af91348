package io.partwarden.partition;

import static io.partwarden.partition.Tables.partition;
import static io.partwarden.partition.Tables.range;
import static io.partwarden.partition.Tables.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageTests {

    private static final PartitionKey NUMBERS =
            new PartitionKey(Strategy.RANGE, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));
    private static final PartitionKey HASH =
            new PartitionKey(Strategy.HASH, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));

    @Test
    void touchingRangesHaveNoGap() {
        Coverage coverage = coverage(15, partition("a", range(10, 20)), partition("b", range(20, 30)));

        assertThat(coverage.from()).isEqualTo(tuple(10));
        assertThat(coverage.until()).isEqualTo(tuple(30));
        assertThat(coverage.safeUntil()).isEqualTo(tuple(30));
        assertThat(coverage.gaps()).isEmpty();
        assertThat(coverage.overlaps()).isEmpty();
    }

    @Test
    void writesAreSafeUpToTheFirstGapOnly() {
        Coverage coverage = coverage(
                15, partition("c", range(40, 50)), partition("a", range(10, 20)), partition("b", range(20, 30)));

        assertThat(coverage.safeUntil()).isEqualTo(tuple(30));
        assertThat(coverage.until()).isEqualTo(tuple(50));
        assertThat(coverage.gaps()).containsExactly(range(30, 40));
    }

    @Test
    void nowOutsideOfEveryPartitionIsNotSafe() {
        assertThat(coverage(30, partition("a", range(10, 30))).safeUntil()).isNull();
        assertThat(coverage(9, partition("a", range(10, 30))).safeUntil()).isNull();
        assertThat(coverage(30).safeUntil()).isNull();
        assertThat(coverage(30).from()).isNull();
    }

    @Test
    void aPendingDetachLeavesAGapAndTheDefaultFillsNone() {
        Partition pending =
                new Partition(7, Tables.EVENTS, range(20, 30), Partition.Kind.TABLE, Partition.State.PENDING_DETACH);
        Coverage coverage = coverage(
                15,
                partition("a", range(10, 20)),
                pending,
                partition("c", range(30, 40)),
                partition("d", Bound.DEFAULT));

        assertThat(coverage.gaps()).containsExactly(range(20, 30));
        assertThat(coverage.safeUntil()).isEqualTo(tuple(20));
    }

    @Test
    void infiniteBoundsAreBounds() {
        Coverage coverage =
                coverage(15, partition("a", range(Datum.MINVALUE, 10)), partition("b", range(10, Datum.MAXVALUE)));

        assertThat(coverage.from()).containsExactly(Datum.MINVALUE);
        assertThat(coverage.safeUntil()).containsExactly(Datum.MAXVALUE);
        assertThat(coverage.gaps()).isEmpty();
    }

    @Test
    void hashGapsAreTheRemaindersThatNobodyTakes() {
        assertThat(hash(new Bound.Hash(4, 0), new Bound.Hash(4, 1), new Bound.Hash(4, 3)))
                .containsExactly(new Bound.Hash(4, 2));
        assertThat(hash(new Bound.Hash(2, 0), new Bound.Hash(4, 1), new Bound.Hash(8, 3)))
                .containsExactly(new Bound.Hash(8, 7));
        assertThat(hash(new Bound.Hash(2, 0), new Bound.Hash(2, 1))).isEmpty();
        assertThat(hash()).containsExactly(new Bound.Hash(1, 0));
    }

    @Test
    void aHugeModulusDoesNotMakeAHugeAnswer() {
        assertThat(hash(new Bound.Hash(Integer.MAX_VALUE, 5))).hasSize(Coverage.MAX_GAPS);
    }

    /** Each partition of a complete set is taken away in turn, and must be the gap. */
    @Test
    void anyMissingRemainderIsFound() {
        List<Bound.Hash> complete =
                IntStream.range(0, 16).mapToObj(r -> new Bound.Hash(16, r)).toList();
        for (Bound.Hash missing : complete) {
            List<Bound.Hash> rest = new ArrayList<>(complete);
            rest.remove(missing);
            assertThat(hash(rest.toArray(Bound.Hash[]::new))).containsExactly(missing);
        }
    }

    private static Coverage coverage(int now, Partition... partitions) {
        TableSnapshot table = Tables.of(NUMBERS, partitions);
        NewPartition moment = Tables.wanted("now", range(now, now));
        return Coverage.of(table, Tables.numbers(table, List.of(moment)), String.valueOf(now));
    }

    private static List<Bound> hash(Bound.Hash... bounds) {
        List<Partition> partitions = new ArrayList<>();
        for (Bound.Hash bound : bounds) {
            partitions.add(partition("h" + bound.modulus() + "_" + bound.remainder(), bound));
        }
        TableSnapshot table = Tables.of(HASH, partitions.toArray(Partition[]::new));
        return Coverage.of(table, Tables.numbers(table, List.of()), null).gaps();
    }
}
