package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Needs.Kept;
import io.partwarden.policy.Needs.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyPlannerTests {

    private static final Instant IN_FORCE = Instant.parse("2026-11-01T00:00:00Z");

    private static Spec retiring(
            String interval, @Nullable String keep, @Nullable Integer last, int least, int perRun) {
        return Spec.every(interval)
                .premake(2)
                .retention(new PolicySpec.Retiring(keep, last, null, PolicySpec.Leaving.DEFAULT, null, least, perRun));
    }

    private static List<String> old(Needs needs) {
        return needs.old().stream()
                .map(p -> p.partition().name().name().value())
                .toList();
    }

    private static List<Reason> reasons(Needs needs) {
        return needs.kept().stream().map(Kept::reason).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            P1D  | UTC           | 2028-02-29T12:00:00Z | 2028-02-29 00:00:00+00 - 2028-03-01 00:00:00+00
            P1D  | Europe/Berlin | 2026-03-29T12:00:00Z | 2026-03-28 23:00:00+00 - 2026-03-29 22:00:00+00
            P1D  | Europe/Berlin | 2026-10-25T12:00:00Z | 2026-10-24 22:00:00+00 - 2026-10-25 23:00:00+00
            P1D  | Asia/Kathmandu | 2026-10-25T12:00:00Z | 2026-10-24 18:15:00+00 - 2026-10-25 18:15:00+00
            P1W  | UTC           | 2026-11-22T23:59:59Z | 2026-11-16 00:00:00+00 - 2026-11-23 00:00:00+00
            P1W  | UTC           | 2027-01-01T00:00:00Z | 2026-12-28 00:00:00+00 - 2027-01-04 00:00:00+00
            P2W  | UTC           | 1990-01-14T00:00:00Z | 1990-01-01 00:00:00+00 - 1990-01-15 00:00:00+00
            P10D | UTC           | 1990-01-15T00:00:00Z | 1990-01-11 00:00:00+00 - 1990-01-21 00:00:00+00
            P1M  | UTC           | 2028-02-29T00:00:00Z | 2028-02-01 00:00:00+00 - 2028-03-01 00:00:00+00
            P3M  | Europe/Berlin | 2026-11-01T00:00:00Z | 2026-09-30 22:00:00+00 - 2026-12-31 23:00:00+00
            P5M  | UTC           | 1990-06-01T00:00:00Z | 1990-06-01 00:00:00+00 - 1990-11-01 00:00:00+00
            P1Y  | UTC           | 2026-11-01T00:00:00Z | 2026-01-01 00:00:00+00 - 2027-01-01 00:00:00+00
            P10Y | UTC           | 2026-11-01T00:00:00Z | 2020-01-01 00:00:00+00 - 2030-01-01 00:00:00+00
            PT6H | Europe/Berlin | 2026-10-25T12:00:00Z | 2026-10-25 12:00:00+00 - 2026-10-25 18:00:00+00
            PT15M | UTC          | 2026-10-25T01:14:59Z | 2026-10-25 01:00:00+00 - 2026-10-25 01:15:00+00
            P1Y  | UTC           | 0000-06-01T00:00:00Z | 0001-01-01 00:00:00+00 BC - 0001-01-01 00:00:00+00
            P1M  | UTC           | +12026-12-31T00:00:00Z | 12026-12-01 00:00:00+00 - 12027-01-01 00:00:00+00
            """)
    void periodsAreCountedInTheZonesCalendar(String interval, String zone, String now, String current) {
        Tree tree = Tree.of(Spec.every(interval, zone).premake(0), Instant.parse(now));

        assertThat(Tree.texts(tree.at(now).ahead())).containsExactly(current);
    }

    @Test
    void theCurrentPeriodAndTheNextAreMadeAndThenNothing() {
        Tree tree = Tree.of(Spec.every("P1D").premake(2), IN_FORCE);

        tree.apply(tree.at("2026-11-01T12:00:00Z"));

        assertThat(tree.partitions()).hasSize(3);
        assertThat(tree.at("2026-11-01T23:59:59Z").isEmpty()).isTrue();
        assertThat(Tree.texts(tree.at("2026-11-02T00:00:00Z").ahead()))
                .containsExactly("2026-11-04 00:00:00+00 - 2026-11-05 00:00:00+00");
    }

    @Test
    void anOutageIsMadeUpForOldestFirstAndNothingBeforeThePolicy() {
        Tree tree = Tree.of(Spec.every("P1D").premake(0), IN_FORCE);

        Needs needs = tree.at("2026-11-04T12:00:00Z");

        assertThat(Tree.texts(needs.missed()))
                .containsExactly(
                        "2026-11-01 00:00:00+00 - 2026-11-02 00:00:00+00",
                        "2026-11-02 00:00:00+00 - 2026-11-03 00:00:00+00",
                        "2026-11-03 00:00:00+00 - 2026-11-04 00:00:00+00");
    }

    @Test
    void whatWasServedAndIsGoneIsNotMadeAgain() {
        Tree tree = Tree.of(Spec.every("P1D").premake(0), IN_FORCE);
        BigDecimal served = Standing.at(Instant.parse("2026-11-03T00:00:00Z"), tree.lane(), null)
                .now();

        Needs needs = PolicyPlanner.of(
                tree.policy, tree.lane(), Standing.at(Instant.parse("2026-11-04T12:00:00Z"), tree.lane(), served));

        assertThat(Tree.texts(needs.missed())).containsExactly("2026-11-03 00:00:00+00 - 2026-11-04 00:00:00+00");
    }

    @Test
    void whatWouldBeOldAtOnceIsNotMade() {
        Tree tree = Tree.of(retiring("P1D", "P2D", null, 1, 10), IN_FORCE);

        Needs needs = tree.at("2026-12-04T12:00:00Z");

        assertThat(Tree.texts(needs.missed()))
                .containsExactly(
                        "2026-12-02 00:00:00+00 - 2026-12-03 00:00:00+00",
                        "2026-12-03 00:00:00+00 - 2026-12-04 00:00:00+00");
    }

    @Test
    void oneRowOf2097ChangesNothing() {
        Tree tree = Tree.of(Spec.every("P1D").premake(1), IN_FORCE)
                .with("2097-01-01 00:00:00+00", "2097-01-02 00:00:00+00");

        assertThat(Tree.texts(tree.at("2026-11-01T12:00:00Z").ahead()))
                .containsExactly(
                        "2026-11-01 00:00:00+00 - 2026-11-02 00:00:00+00",
                        "2026-11-02 00:00:00+00 - 2026-11-03 00:00:00+00");
    }

    @Test
    void newPartitionsFitBesideOddOnes() {
        Tree tree = Tree.of(Spec.every("P1M").premake(1), IN_FORCE)
                .with("MINVALUE", "2026-10-20 00:00:00+00")
                .with("2026-11-10 06:00:00+00", "2026-12-10 00:00:00+00");

        Needs needs = tree.at("2026-11-05T00:00:00Z");

        assertThat(Tree.texts(needs.ahead()))
                .containsExactly(
                        "2026-11-01 00:00:00+00 - 2026-11-10 06:00:00+00",
                        "2026-12-10 00:00:00+00 - 2027-01-01 00:00:00+00");
        assertThat(needs.gaps()).as("20 October to now").hasSize(1);
        tree.apply(needs);
        tree.assertNoOverlap();
        assertThat(tree.at("2026-11-05T00:00:00Z").isEmpty()).isTrue();
    }

    @Test
    void aPendingDetachStillTakesItsRange() {
        Tree tree = Tree.of(Spec.every("P1D").premake(0), IN_FORCE)
                .with(
                        new Bound.Range(
                                List.of(Datum.of("2026-11-01 00:00:00+00")),
                                List.of(Datum.of("2026-11-02 00:00:00+00"))),
                        State.PENDING_DETACH);

        Needs needs = tree.at("2026-11-01T12:00:00Z");

        assertThat(needs.isEmpty()).isTrue();
        assertThat(needs.safeUntil()).isNull();
        assertThat(needs.nextChange())
                .as("look again at once")
                .isEqualTo(tree.standing("2026-11-01T12:00:00Z").now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "MAXVALUE"})
    void aPartitionWithoutEndServesForEver(String end) {
        Tree tree = Tree.of(Spec.every("P1D").premake(4), IN_FORCE).with("2026-01-01 00:00:00+00", end);

        Needs needs = tree.at("2026-11-01T12:00:00Z");

        assertThat(needs.isEmpty()).isTrue();
        assertThat(needs.nextChange()).isNull();
    }

    @Test
    void partitionsOfTheInfinitiesTakeNoMoment() {
        Tree tree = Tree.of(retiring("P1D", "P1D", null, 1, 9), IN_FORCE)
                .with("infinity", "MAXVALUE")
                .with("MINVALUE", "-infinity");

        Needs needs = tree.at("2026-11-01T12:00:00Z");

        assertThat(needs.ahead()).hasSize(3);
        assertThat(needs.old()).isEmpty();
    }

    @Test
    void retentionGoesByTheUpperBound() {
        Tree tree = Tree.of(retiring("P1D", "P2D", null, 1, 10), IN_FORCE)
                .with("MINVALUE", "2026-10-28 00:00:00+00")
                .with("2026-10-28 00:00:00+00", "2026-10-30 00:00:00+00")
                .with("2026-10-30 00:00:00+00", "2026-10-30 12:00:00+00")
                .with("2026-10-30 12:00:00+00", "2026-11-05 00:00:00+00");

        assertThat(old(tree.at("2026-11-01T11:59:59Z"))).containsExactly("p1", "p2");
        assertThat(old(tree.at("2026-11-01T12:00:00Z"))).containsExactly("p1", "p2", "p3");
    }

    @Test
    void keepLastCountsPeriodsWithTheCurrentOne() {
        Tree tree = Tree.of(retiring("P1D", null, 2, 1, 10), IN_FORCE)
                .with("2026-10-29 00:00:00+00", "2026-10-30 00:00:00+00")
                .with("2026-10-30 00:00:00+00", "2026-10-31 00:00:00+00")
                .with("2026-10-31 00:00:00+00", "2026-11-01 00:00:00+00");

        assertThat(old(tree.at("2026-11-01T12:00:00Z"))).containsExactly("p1", "p2");
    }

    @Test
    void neitherTheCurrentNorAFuturePeriodEverGoes() {
        Tree tree = Tree.of(retiring("P1D", "PT1S", null, 1, 10), IN_FORCE)
                .with("2026-11-01 00:00:00+00", "2026-11-01 06:00:00+00")
                .with("2026-11-01 06:00:00+00", "2026-11-02 00:00:00+00");

        assertThat(old(tree.at("2026-11-01T12:00:00Z"))).isEmpty();
        assertThat(old(tree.at("2026-11-02T00:00:01Z"))).containsExactly("p1");
    }

    @Test
    void soManyStayAndSoManyGoInARun() {
        Tree tree = Tree.of(retiring("P1D", "P1D", null, 4, 2), IN_FORCE);
        for (int day = 10; day < 18; day++) {
            tree.with("2026-10-" + day + " 00:00:00+00", "2026-10-" + (day + 1) + " 00:00:00+00");
        }

        Needs first = tree.at("2026-11-01T00:00:00Z");
        assertThat(old(first)).containsExactly("p1", "p2");
        assertThat(reasons(first))
                .containsExactly(
                        Reason.MAX_PER_RUN,
                        Reason.MAX_PER_RUN,
                        Reason.MIN_PARTITIONS,
                        Reason.MIN_PARTITIONS,
                        Reason.MIN_PARTITIONS,
                        Reason.MIN_PARTITIONS);
        assertThat(first.nextChange())
                .isEqualTo(tree.standing("2026-11-01T00:00:00Z").now());
    }

    @ParameterizedTest
    @CsvSource({"P1M, 2026-03-01T00:00:00Z, 2026-02-28T23:59:59Z", "P1Y, 2027-01-31T00:00:00Z, 2027-01-30T23:59:59Z"})
    void theEndOfAMonthGrowsOldWhenTheCutoffReachesIt(String keep, String due, String before) {
        Tree tree = Tree.of(retiring("P1D", keep, null, 1, 5), Instant.parse("2026-01-31T00:00:00Z"))
                .with("2026-01-30 00:00:00+00", "2026-01-31 00:00:00+00")
                .with("2026-01-31 00:00:00+00", "2030-01-01 00:00:00+00");

        assertThat(tree.at("2026-02-01T00:00:00Z").nextChange())
                .isEqualTo(tree.standing(due).now());
        assertThat(old(tree.at(before))).isEmpty();
        assertThat(old(tree.at(due))).containsExactly("p1");
    }

    @Test
    void idsAreMadeAheadOfTheHighestAndItsRate() {
        Tree tree = Tree.of(Spec.step("1000000").premake(2), Keys.range("int8"));
        BigDecimal highest = new BigDecimal("7500000");

        Standing slow = Standing.ofIds(tree.policy, highest, BigDecimal.ONE, null);
        Standing fast = Standing.ofIds(tree.policy, highest, BigDecimal.TEN, null);
        Standing wild = Standing.ofIds(tree.policy, highest, new BigDecimal("1000000"), null);

        assertThat(Tree.texts(PolicyPlanner.of(tree.policy, tree.lane(), slow).ahead()))
                .containsExactly("7000000 - 8000000", "8000000 - 9000000", "9000000 - 10000000");
        assertThat(PolicyPlanner.of(tree.policy, tree.lane(), fast).ahead())
                .as("14 days at ten a second are 12,096,000 ids")
                .hasSize(14);
        assertThat(PolicyPlanner.of(tree.policy, tree.lane(), wild).ahead()).hasSize(201);
    }

    @Test
    void anIntegerKeyEndsWithItsType() {
        Tree tree = Tree.of(Spec.step("1000000000").premake(4), Keys.range("int4"));

        tree.apply(tree.at(new BigDecimal("1500000000")));

        assertThat(tree.partitions().stream()
                        .map(p -> (Bound.Range) p.bound())
                        .map(List::of)
                        .map(Tree::texts))
                .containsExactly(List.of("1000000000 - 2000000000"), List.of("2000000000 - MAXVALUE"));
        assertThat(tree.at(new BigDecimal("2147483647")).isEmpty()).isTrue();
    }

    @Test
    void aTenantsPartitionsAreItsOwn() {
        PartitionKey key = Keys.range("text", "timestamptz");
        Policy policy = retiring("P1D", "P1D", null, 1, 10)
                .check(new PolicySubject(key, key.columns(), true))
                .policy();
        Tree tree = new Tree(key, policy, Datum.of("b"))
                .with(range("a", "2026-11-01 00:00:00+00", "a", "2026-11-02 00:00:00+00"), State.ATTACHED)
                .with(range("a", "2026-11-05 00:00:00+00", "b", "2026-10-01 00:00:00+00"), State.ATTACHED)
                .with(range("b", "2026-10-01 00:00:00+00", "b", "2026-10-02 00:00:00+00"), State.ATTACHED)
                .with(
                        new Bound.Range(
                                List.of(Datum.of("a"), Datum.of("2026-11-03 00:00:00+00")),
                                List.of(Datum.of("b"), Datum.MINVALUE)),
                        State.ATTACHED);

        Needs needs = tree.at("2026-11-21T19:00:00Z");

        assertThat(Tree.texts(needs.ahead()))
                .first()
                .isEqualTo("b, 2026-11-21 00:00:00+00 - b, 2026-11-22 00:00:00+00");
        assertThat(old(needs)).as("not what holds rows of a too").containsExactly("p3");
        assertThat(reasons(needs)).containsExactly(Reason.SHARED);
    }

    private static Bound.Range range(String tenant, String from, String other, String to) {
        return new Bound.Range(List.of(Datum.of(tenant), Datum.of(from)), List.of(Datum.of(other), Datum.of(to)));
    }

    @Test
    void aFurtherColumnIsTakenWhole() {
        Tree tree = Tree.of(retiring("P1D", "P1D", null, 1, 10).premake(0), Keys.range("timestamptz", "int8"))
                .with(
                        new Bound.Range(
                                List.of(Datum.of("2026-11-01 00:00:00+00"), Datum.MINVALUE),
                                List.of(Datum.of("2026-11-02 00:00:00+00"), Datum.of("7"))),
                        State.ATTACHED)
                .with(
                        new Bound.Range(
                                List.of(Datum.of("2026-11-02 00:00:00+00"), Datum.of("7")),
                                List.of(Datum.of("2026-11-22 00:00:00+00"), Datum.MINVALUE)),
                        State.ATTACHED);

        assertThat(Tree.texts(tree.at("2026-11-22T00:00:00Z").ahead()))
                .containsExactly("2026-11-22 00:00:00+00, MINVALUE - 2026-11-23 00:00:00+00, MINVALUE");
        assertThat(old(tree.at("2026-11-03T00:00:00Z")))
                .as("it has rows of 2 November")
                .isEmpty();
        assertThat(old(tree.at("2026-11-03T00:00:01Z"))).containsExactly("p1");
    }

    @Test
    void placedPartitionsAreSortedByTheirEnds() {
        Lane lane = Tree.of(Spec.every("P1D"), IN_FORCE)
                .with("2026-11-02 00:00:00+00", "MAXVALUE")
                .with("2026-11-01 00:00:00+00", "2026-11-02 00:00:00+00")
                .lane();

        assertThat(lane.placed().stream()
                        .map(Placed::partition)
                        .map(p -> p.name().name().value()))
                .containsExactly("p2", "p1");
    }
}
