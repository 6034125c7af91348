package io.partwarden.partition;

import static io.partwarden.partition.Tables.EVENTS;
import static io.partwarden.partition.Tables.list;
import static io.partwarden.partition.Tables.partition;
import static io.partwarden.partition.Tables.range;
import static io.partwarden.partition.Tables.tuple;
import static io.partwarden.partition.Tables.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionPlannerTests {

    private static final PartitionKey BY_ID =
            new PartitionKey(Strategy.RANGE, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));
    private static final PartitionKey BY_LIST =
            new PartitionKey(Strategy.LIST, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));
    private static final PartitionKey BY_HASH =
            new PartitionKey(Strategy.HASH, List.of(Tables.column("id", "int8", KeyFamily.INTEGER)));
    private static final PartitionKey BY_TWO = new PartitionKey(
            Strategy.RANGE,
            List.of(Tables.column("a", "int8", KeyFamily.INTEGER), Tables.column("b", "int8", KeyFamily.INTEGER)));

    private final PartitionPlanner planner = new PartitionPlanner();

    private Plan plan(TableSnapshot table, NewPartition... wanted) {
        return plan(table, Existing.REFUSE, List.of(wanted));
    }

    private Plan plan(TableSnapshot table, Existing existing, List<NewPartition> wanted) {
        return planner.create(table, Tables.numbers(table, wanted), wanted, existing);
    }

    private PlanRefusedException refused(TableSnapshot table, NewPartition... wanted) {
        return catchThrowableOfType(PlanRefusedException.class, () -> plan(table, wanted));
    }

    @Test
    void makesThePartitionBesideTheParentAndAttachesItUnderALockThatWritersDoNotNotice() {
        Plan plan = plan(Tables.of(BY_ID), wanted("e1", range(1, 10)));

        assertThat(plan.steps().stream().map(s -> s.ddl().sql()).filter(sql -> !sql.startsWith("DO ")))
                .containsExactly(
                        "CREATE TABLE \"public\".\"e1\" (LIKE \"public\".\"events\" INCLUDING ALL EXCLUDING IDENTITY"
                                + " EXCLUDING STATISTICS) USING \"heap\" TABLESPACE \"pg_default\"",
                        "LOCK TABLE ONLY \"public\".\"events\" IN SHARE UPDATE EXCLUSIVE MODE",
                        "ALTER TABLE ONLY \"public\".\"events\" ATTACH PARTITION \"public\".\"e1\""
                                + " FOR VALUES FROM ('1') TO ('10')");
        assertThat(plan.steps().stream().flatMap(s -> s.locks().stream()).map(TableLock::mode))
                .containsOnly(LockMode.ACCESS_SHARE, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Test
    void writesEachValueAsTheServerDoes() {
        Plan plan = plan(Tables.of(BY_ID), wanted("e1", range("007", "0010")));

        assertThat(plan.steps().get(3).ddl().sql()).endsWith("FOR VALUES FROM ('7') TO ('10')");
    }

    @Test
    void waitsOnlyForTheParentAndTakesEveryOtherTableAtOnceInNameOrder() {
        ForeignKeys keys = new ForeignKeys(
                List.of(
                        new ForeignKeys.Neighbour(QualifiedName.of("public", "zebra"), true),
                        new ForeignKeys.Neighbour(QualifiedName.of("public", "hub"), true)),
                List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "no_right"), false)));
        Plan plan = plan(Tables.of(BY_ID, keys, partition("rest", Bound.DEFAULT)), wanted("e1", range(1, 10)));

        assertThat(plan.steps().stream().filter(Step::lock).map(s -> s.ddl().sql()))
                .containsExactly(
                        "LOCK TABLE ONLY \"public\".\"events\" IN SHARE UPDATE EXCLUSIVE MODE",
                        "LOCK TABLE ONLY \"public\".\"hub\" IN SHARE ROW EXCLUSIVE MODE NOWAIT",
                        "LOCK TABLE ONLY \"public\".\"rest\" IN ACCESS EXCLUSIVE MODE NOWAIT",
                        "LOCK TABLE ONLY \"public\".\"zebra\" IN SHARE ROW EXCLUSIVE MODE NOWAIT");
    }

    @Test
    void batchesManyIntoTransactionsThatMayRunInAnyOrder() {
        List<NewPartition> wanted = IntStream.range(0, 45)
                .mapToObj(i -> wanted("e" + i, range(i, i + 1)))
                .toList();

        Plan plan = plan(Tables.of(BY_ID), Existing.REFUSE, wanted);

        assertThat(plan.transactions().stream().map(t -> t.steps().size())).containsExactly(42, 42, 12);
        assertThat(plan.transactions()).allMatch(t -> t.mode() == PlannedTransaction.Mode.ATOMIC_UNORDERED);
        assertThat(plan.summary()).isEqualTo("Create 45 partitions of public.events.");
    }

    @Test
    void anOverlapNamesTheOtherPartition() {
        TableSnapshot table = Tables.of(BY_ID, partition("old", range(5, 15)));

        PlanRefusedException refused = refused(table, wanted("e1", range(1, 6)));

        assertThat(refused.reason()).isEqualTo(Reason.OVERLAP);
        assertThat(refused.other()).contains(QualifiedName.of("public", "old"));
        assertThat(refused.detail()).isEqualTo("Partition public.e1 would overlap public.old, which takes [5, 15).");
    }

    @Test
    void twoWantedOnesMayNotOverlapEither() {
        assertThat(refused(Tables.of(BY_ID), wanted("a", range(1, 6)), wanted("b", range(5, 9)))
                        .other())
                .contains(QualifiedName.of("public", "a"));
    }

    @Test
    void touchingIsNoOverlap() {
        TableSnapshot table = Tables.of(BY_ID, partition("old", range(5, 15)));

        assertThat(plan(table, wanted("a", range(1, 5)), wanted("b", range(15, 20)))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aGapIsAWarning() {
        TableSnapshot table = Tables.of(BY_ID, partition("old", range(5, 15)));

        assertThat(plan(table, wanted("b", range(20, 25))).warnings())
                .extracting(Plan.Warning::code, Plan.Warning::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "gap", "No partition takes [15, 20): rows of that range will be refused."));
    }

    @Test
    void withADefaultPartitionThereIsNoGap() {
        TableSnapshot table = Tables.of(BY_ID, partition("old", range(5, 15)), partition("rest", Bound.DEFAULT));

        assertThat(plan(table, wanted("b", range(20, 25))).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10,1", "5,5", "MAX,1", "MIN,MIN"})
    void theLowerBoundMustBeBelowTheUpper(String pair) {
        List<Object> ends = new ArrayList<>();
        for (String end : pair.split(",", -1)) {
            ends.add(end.equals("MAX") ? Datum.MAXVALUE : end.equals("MIN") ? Datum.MINVALUE : end);
        }

        assertThat(refused(Tables.of(BY_ID), wanted("e", range(ends.get(0), ends.get(1))))
                        .field())
                .contains("range.from");
    }

    @Test
    void infiniteBoundsReachToTheEnds() {
        TableSnapshot table = Tables.of(BY_ID, partition("all", range(Datum.MINVALUE, Datum.MAXVALUE)));

        assertThat(refused(table, wanted("e", range(1, 2))).reason()).isEqualTo(Reason.OVERLAP);
    }

    @Test
    void tuplesCompareColumnByColumn() {
        TableSnapshot table =
                Tables.of(BY_TWO, partition("old", new Bound.Range(tuple(1, 5), tuple(2, Datum.MINVALUE))));

        assertThat(plan(table, wanted("before", new Bound.Range(tuple(1, Datum.MINVALUE), tuple(1, 5))))
                        .isEmpty())
                .isFalse();
        assertThat(refused(table, wanted("in", new Bound.Range(tuple(1, 9), tuple(1, Datum.MAXVALUE))))
                        .reason())
                .isEqualTo(Reason.OVERLAP);
    }

    @Test
    void aTupleNeedsAValueForEachColumn() {
        PlanRefusedException refused = refused(Tables.of(BY_TWO), wanted("e", new Bound.Range(tuple(1), tuple(2, 3))));

        assertThat(refused.field()).contains("range.from");
        assertThat(refused.detail()).contains("[a, b]").contains("it has 1");
    }

    @Test
    void afterAnInfiniteValueOnlyTheSameMayFollow() {
        assertThat(refused(Tables.of(BY_TWO), wanted("e", new Bound.Range(tuple(Datum.MINVALUE, 1), tuple(2, 3))))
                        .field())
                .contains("range.from");
    }

    @Test
    void theSameBoundIsRefusedOrSkipped() {
        TableSnapshot table = Tables.of(BY_ID, partition("old", range(5, 15)));

        assertThat(refused(table, wanted("e", range(5, 15))).reason()).isEqualTo(Reason.ALREADY_EXISTS);
        Plan skipped = plan(table, Existing.SKIP, List.of(wanted("e", range("05", "15"))));
        assertThat(skipped.isEmpty()).isTrue();
        assertThat(skipped.warnings()).extracting(Plan.Warning::code).containsExactly("already-exists");
    }

    @Test
    void aTakenNameIsRefused() {
        assertThat(refused(Tables.of(BY_ID), new NewPartition(EVENTS, range(1, 2), null))
                        .reason())
                .isEqualTo(Reason.NAME_TAKEN);
    }

    @Test
    void listValuesBelongToOnePartition() {
        TableSnapshot table = Tables.of(BY_LIST, partition("old", list(1, 2)), partition("none", list(Datum.NULL)));

        assertThat(refused(table, wanted("e", list(3, 2))).detail())
                .isEqualTo("Partition public.e would overlap public.old, which takes 2.");
        assertThat(refused(table, wanted("e", list(Datum.NULL, 9))).detail()).endsWith("which takes NULL.");
        assertThat(refused(table, wanted("e", list(2, 1))).reason()).isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(refused(table, wanted("e", list(4, "04"))).field()).contains("list.values");
        assertThat(plan(table, wanted("e", list(4, 5))).steps().get(3).ddl().sql())
                .endsWith("FOR VALUES IN ('4', '5')");
    }

    @Test
    void moduliMustDivideEachOtherAndRemaindersMustBeFree() {
        TableSnapshot table = Tables.of(BY_HASH, partition("h0", new Bound.Hash(4, 0)));

        assertThat(refused(table, wanted("e", new Bound.Hash(6, 1))).field()).contains("hash.modulus");
        assertThat(refused(table, wanted("e", new Bound.Hash(8, 4))).reason()).isEqualTo(Reason.OVERLAP);
        assertThat(refused(table, wanted("e", new Bound.Hash(2, 0))).reason()).isEqualTo(Reason.OVERLAP);
        assertThat(refused(table, wanted("e", new Bound.Hash(4, 4))).field()).contains("hash.remainder");
        assertThat(plan(table, wanted("e", new Bound.Hash(8, 1))).isEmpty()).isFalse();
    }

    @Test
    void theKindOfBoundMustFitTheStrategy() {
        assertThat(refused(Tables.of(BY_HASH), wanted("e", Bound.DEFAULT)).field())
                .contains("default");
        assertThat(refused(Tables.of(BY_LIST), wanted("e", range(1, 2))).field())
                .contains("range");
        assertThat(refused(Tables.of(BY_ID), wanted("e", list(1))).field()).contains("list");
    }

    @Test
    void thereIsOneDefaultAtMost() {
        TableSnapshot table = Tables.of(BY_ID, partition("rest", Bound.DEFAULT));

        assertThat(refused(table, wanted("e", Bound.DEFAULT)).reason()).isEqualTo(Reason.ALREADY_EXISTS);
    }

    /** Against the obvious rule: two ranges overlap if each starts before the other ends. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomRangesAreLetInExactlyWhenTheyOverlapNone(long seed) {
        Random random = new Random(seed);
        List<Partition> existing = new ArrayList<>();
        List<int[]> taken = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(1000);
            int to = from + 1 + random.nextInt(20);
            boolean free = taken.stream().noneMatch(t -> from < t[1] && t[0] < to);
            TableSnapshot table = Tables.of(BY_ID, existing.toArray(Partition[]::new));
            NewPartition wanted = wanted("p" + i, range(from, to));
            if (free) {
                assertThat(plan(table, wanted).transactions()).hasSize(1);
                existing.add(partition("p" + i, range(from, to)));
                taken.add(new int[] {from, to});
            } else {
                assertThatThrownBy(() -> plan(table, wanted)).isInstanceOf(PlanRefusedException.class);
            }
        }
    }
}
