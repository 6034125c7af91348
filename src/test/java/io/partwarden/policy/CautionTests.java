package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd values and odd partitions must neither make young rows old nor keep anything from being made. */
class CautionTests {

    private static final Instant IN_FORCE = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void oneOddIdInACatchAllMakesNothingOld() {
        Tree tree = Tree.of(ids(), Keys.range("int8"));
        for (int id = 0; id < 10_000; id += 1_000) {
            tree.with(Integer.toString(id), Integer.toString(id + 1_000));
        }
        tree.with("10000", "MAXVALUE");

        Needs needs = tree.at(new BigDecimal("9000000000"));

        assertThat(needs.old())
                .extracting(p -> p.span().to())
                .allSatisfy(end -> assertThat(end).isLessThanOrEqualTo(new BigDecimal("5000")));
        assertThat(needs.old()).hasSize(5);
    }

    @Test
    void aCatchAllWithAnEndIsOneToo() {
        Tree tree = Tree.of(ids(), Keys.range("int8"))
                .with("0", "1000")
                .with("1000", "2000")
                .with("2000", "9000000000000000000");

        assertThat(tree.at(new BigDecimal("8000000000")).old()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch_s", "epoch_ms", "epoch_us", "epoch_ns"})
    void aCatchAllBeyondEveryTimeServesLikeOneWithoutEnd(String encoding) {
        Tree tree = Tree.of(Spec.every("P1D").encoding(encoding), Keys.range("int8"))
                .with("0", Long.toString(Long.MAX_VALUE));

        Needs needs = tree.at("2026-01-10T00:00:00Z");

        assertThat(needs.isEmpty()).isTrue();
    }

    @Test
    void partitionsMadeBeforehandAreNoneOfThoseThatMustStay() {
        Tree tree = Tree.of(Spec.every("P1D").premake(10).retention(retiring("P1D", 2)), IN_FORCE);
        tree.with("2026-01-01 00:00:00+00", "2026-01-02 00:00:00+00");
        tree.with("2026-01-02 00:00:00+00", "2026-01-03 00:00:00+00");
        for (int day = 10; day < 20; day++) {
            tree.with("2026-01-" + day + " 00:00:00+00", "2026-01-" + (day + 1) + " 00:00:00+00");
        }

        Needs needs = tree.at("2026-01-10T12:00:00Z");

        assertThat(needs.old())
                .as("the two old ones and the current one have begun")
                .hasSize(1);
        assertThat(needs.kept()).extracting(Needs.Kept::reason).containsExactly(Needs.Reason.MIN_PARTITIONS);
    }

    @Test
    void aLongBackfillIsMadeUpForRunByRun() {
        Tree tree = Tree.of(Spec.every("PT1H").start("2025-09-01").premake(2), IN_FORCE);
        int runs = 0;
        Needs needs = tree.at("2026-01-01T00:30:00Z");
        while (needs.missedIsCut()) {
            tree.apply(needs);
            needs = tree.at("2026-01-01T00:30:00Z");
            runs++;
        }
        tree.apply(needs);

        assertThat(runs).isEqualTo(2);
        assertThat(tree.partitions()).hasSize(122 * 24 + 3);
        assertThat(tree.at("2026-01-01T00:30:00Z").gaps()).isEmpty();
    }

    private static Spec ids() {
        return Spec.step("1000").premake(2).retention(retiring("5000", 1));
    }

    private static PolicySpec.Retiring retiring(@Nullable String keep, int least) {
        return new PolicySpec.Retiring(keep, null, null, PolicySpec.Leaving.DEFAULT, null, least, 100);
    }
}
