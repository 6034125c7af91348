package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.PartitionKey;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.QualifiedName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyNamesTests {

    private static final QualifiedName TABLE = QualifiedName.of("public", "t");

    private static List<String> current(Spec spec, String now) {
        Tree tree = Tree.of(spec.premake(1), Instant.parse(now));
        PolicyNames names = PolicyNames.of(TABLE, tree.key, tree.policy.names(), Set.of());
        return tree.at(now).ahead().stream()
                .map(bound -> names.next(tree.lane(), bound).name().value())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            P1Y   | UTC            | t_p2026            | t_p2027
            P10Y  | UTC            | t_p2020            | t_p2030
            P3M   | Europe/Berlin  | t_p202610          | t_p202701
            P1W   | UTC            | t_p20261116        | t_p20261123
            P1D   | Asia/Kathmandu | t_p20261122        | t_p20261123
            PT6H  | Asia/Kathmandu | t_p20261121_18     | t_p20261122_00
            PT15M | UTC            | t_p20261121_1900   | t_p20261121_1915
            PT1S  | UTC            | t_p20261121_190001 | t_p20261121_190002
            """)
    void namesHaveTheShortestFormOfTheInterval(String interval, String zone, String name, String next) {
        assertThat(current(Spec.every(interval, zone), "2026-11-21T19:00:01Z")).containsExactly(name, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {table}_{from:yyyy_MM_dd}       | t_2026_11_21
            {table}_{from:YYYY'w'ww}        | t_2026w47
            p{from:uuuuMMdd}to{to:dd}_{table} | p20261121to22_t
            {table}_{from:yyyy'q'Q}         | t_2026q4
            """)
    void aTemplateChoosesItsOwnForm(String template, String name) {
        assertThat(current(Spec.every("P1D").names(template), "2026-11-21T19:00:01Z"))
                .first()
                .isEqualTo(name);
    }

    @Test
    void aPeriodThatBeginsOffTheGridSaysSo() {
        Tree tree = Tree.of(Spec.every("P1M").premake(0), Instant.parse("2026-11-21T19:00:00Z"))
                .with("2026-10-01 00:00:00+00", "2026-11-10 06:30:00+00");
        PolicyNames names = PolicyNames.of(TABLE, tree.key, tree.policy.names(), Set.of());

        assertThat(names.next(
                                tree.lane(),
                                tree.at("2026-11-21T19:00:00Z").ahead().get(0))
                        .name()
                        .value())
                .isEqualTo("t_p20261110_0630");
    }

    @Test
    void idsAreNumbers() {
        Tree tree = Tree.of(Spec.step("0.5").premake(1), Keys.range("numeric"));
        PolicyNames names = PolicyNames.of(TABLE, tree.key, tree.policy.names(), Set.of());

        assertThat(tree.at(new BigDecimal("-0.2")).ahead().stream()
                        .map(bound -> names.next(tree.lane(), bound).name().value()))
                .containsExactly("t_pminus0_5", "t_p0");
    }

    @Test
    void aNameThatIsTakenGetsAHash() {
        Tree tree = Tree.of(Spec.every("P1D").names("{table}_day").premake(30), Instant.parse("2026-11-21T19:00:00Z"));
        PolicyNames names =
                PolicyNames.of(TABLE, tree.key, tree.policy.names(), Set.of(QualifiedName.of("public", "t_day")));

        Set<QualifiedName> all = new HashSet<>();
        tree.at("2026-11-21T19:00:00Z").ahead().forEach(bound -> all.add(names.next(tree.lane(), bound)));

        assertThat(all).hasSize(31).allMatch(name -> name.name().value().matches("t_day_[0-9a-f]{8}"));
    }

    @Test
    void tenantsOfAnyTextHaveNamesOfTheirOwn() {
        PartitionKey key = Keys.range("text", "timestamptz");
        Policy policy = Spec.every("P1D")
                .premake(0)
                .check(new PolicySubject(key, key.columns(), true))
                .policy();
        QualifiedName longTable = QualifiedName.of("public", "q".repeat(60));
        PolicyNames names = PolicyNames.of(longTable, key, policy.names(), Set.of());
        List<String> tenants = new java.util.ArrayList<>(List.of(
                "",
                " ",
                "a b",
                "a_b",
                "A B",
                "a-b",
                "\"; DROP TABLE x; --",
                "名前",
                "名 前",
                "x".repeat(1_000_000),
                "x".repeat(999_999) + "y"));
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            tenants.add("-".repeat(random.nextInt(40)) + "é".repeat(1 + i));
        }

        Set<String> seen = new HashSet<>();
        for (String tenant : tenants) {
            Tree tree = new Tree(key, policy, Datum.of(tenant));
            Identifier name = names.next(
                            tree.lane(), tree.at("2026-11-21T19:00:00Z").ahead().get(0))
                    .name();
            assertThat(name.value().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
            assertThat(seen.add(name.value())).as(name.value()).isTrue();
        }
    }

    @Test
    void valuesAndRemaindersHaveTheirOwnForms() {
        Policy list = Spec.values("a").check(Keys.list("text")).policy();
        Policy hash = Spec.modulus(4).check(Keys.hash("int8")).policy();

        assertThat(PolicyNames.of(TABLE, Keys.list("text"), list.names(), Set.of())
                        .next(new Bound.Values(List.of(Datum.of("North Sea")))))
                .isEqualTo(QualifiedName.of("public", "t_pnorth_sea"));
        assertThat(PolicyNames.of(TABLE, Keys.hash("int8"), hash.names(), Set.of())
                        .next(new Bound.Hash(4, 3)))
                .isEqualTo(QualifiedName.of("public", "t_p3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{table",
                "{nope}",
                "{value}",
                "{tenant}",
                "{from:}",
                "{from:bbbbb}",
                "{table:yyyy}",
                "a\u0000b",
                "{{from}}"
            })
    void aTemplateThatSaysNothingIsRefused(String template) {
        Assertions.assertThatExceptionOfType(DefinitionRefusedException.class)
                .isThrownBy(() -> Spec.every("P1D").names(template).check(Keys.range("date")))
                .satisfies(
                        e -> assertThat(e.violations()).allMatch(v -> v.field().equals("name_template")));
    }

    @ParameterizedTest
    @CsvSource({
        "{table}_p, P1D, true",
        "{table}_{from:yyyy}, P1D, true",
        "{table}_{from:MM}, P1M, true",
        "{table}_{from:yyyyMM}, P1M, false",
        "{table}_{to}, P1W, false"
    })
    void namesThatAreNotDistinctAreAWarning(String template, String interval, boolean warned) {
        List<String> codes = Spec.every(interval).names(template).check(Keys.range("date")).warnings().stream()
                .map(Warning::code)
                .toList();

        assertThat(codes.contains("names-not-distinct")).isEqualTo(warned);
    }
}
