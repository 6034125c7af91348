package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionNamesTests {

    private static final QualifiedName TABLE = QualifiedName.of("app", "t");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DATE        | 2026-01-01                 | 2027-01-01                 | t_p2026
                    DATE        | 2026-11-01                 | 2026-12-01                 | t_p202611
                    DATE        | 2026-01-01                 | 2026-04-01                 | t_p202601
                    DATE        | 2026-11-21                 | 2026-11-22                 | t_p20261121
                    DATE        | 2026-11-01                 | 2026-11-02                 | t_p20261101
                    DATE        | -infinity                  | 2026-11-02                 | t_pminusinfinity
                    DATE        | 0044-03-15 BC              | 2026-11-02                 | t_p0044_03_15_bc
                    TIMESTAMP   | 2026-11-21 00:00:00        | 2026-11-22 00:00:00        | t_p20261121
                    TIMESTAMP   | 2026-11-21 00:00:00        | 2026-11-21 01:00:00        | t_p20261121_00
                    TIMESTAMP   | 2026-11-21T13:15:00        | 2026-11-21T13:30:00        | t_p20261121_1315
                    TIMESTAMP   | 2026-11-21 13:00:00        | 2026-11-21 13:15:00        | t_p20261121_1300
                    TIMESTAMP   | 2026-11-21 13:15:30        | 2026-11-21 13:16:00        | t_p20261121_131530
                    TIMESTAMPTZ | 2026-11-21 13:00:00+00     | 2026-11-21 14:00:00+00     | t_p20261121_13
                    TIMESTAMPTZ | 2026-11-21 00:00:00+05:45  | 2026-11-22 00:00:00+05:45  | t_p20261120_1815
                    TIMESTAMPTZ | 2026-11-21T00:00:00Z       | 2026-11-22T00:00:00Z       | t_p20261121
                    TIMESTAMPTZ | 2026-12-01 00:00:00+00     | 2027-01-01 00:00:00+00     | t_p202612
                    INTEGER     | 1000                       | 2000                       | t_p1000
                    INTEGER     | -1000                      | 0                          | t_pminus1000
                    NUMERIC     | 0.50                       | 1                          | t_p0_50
                    OTHER       | Zürich-West                | z                          | t_pzürich_west
                    OTHER       | "; drop table x; --        | z                          | t_pdrop_table_x
                    """)
    void aRangeIsNamedByItsStart(KeyFamily family, String from, String to, String name) {
        Bound bound = new Bound.Range(List.of(Datum.of(from)), List.of(Datum.of(to)));

        assertThat(PartitionNames.of(TABLE.name(), bound, List.of(family)).value())
                .isEqualTo(name);
    }

    @Test
    void severalColumnsAreJoinedAndOnlyTheFirstThatDiffersIsAnInterval() {
        Bound month = new Bound.Range(
                List.of(Datum.of("acme"), Datum.of("2026-11-01")), List.of(Datum.of("acme"), Datum.of("2026-12-01")));
        Bound tenants = new Bound.Range(
                List.of(Datum.of("a"), Datum.of("2026-11-01")), List.of(Datum.of("b"), Datum.of("2026-12-01")));
        Bound open = new Bound.Range(List.of(Datum.of("a"), Datum.MINVALUE), List.of(Datum.of("b"), Datum.MINVALUE));

        List<KeyFamily> families = List.of(KeyFamily.OTHER, KeyFamily.DATE);
        assertThat(List.of(month, tenants, open))
                .extracting(bound ->
                        PartitionNames.of(TABLE.name(), bound, families).value())
                .containsExactly("t_pacme_202611", "t_pa_20261101", "t_pa");
    }

    @Test
    void infiniteEndsListsHashesAndTheDefaultAreNamedToo() {
        List<Bound> bounds = List.of(
                new Bound.Range(List.of(Datum.MINVALUE), List.of(Datum.of("1"))),
                values(Datum.of("DE"), Datum.NULL),
                values(Datum.of("a"), Datum.of("b"), Datum.of("c"), Datum.of("d")),
                values(Datum.of("--")),
                new Bound.Hash(8, 3),
                Bound.DEFAULT);

        assertThat(bounds)
                .extracting(bound -> PartitionNames.of(TABLE.name(), bound, List.of(KeyFamily.OTHER))
                        .value())
                .containsExactly("t_pmin", "t_pde_null", "t_pa_b_c_etc", "t_pother", "t_p3", "t_default");
    }

    @Test
    void aLongNameIsCutOnACharacterBorderAndKeepsItsEnd() {
        String table = "ü".repeat(31);
        Identifier first = PartitionNames.of(new Identifier(table), day("2026-11-21"), List.of(KeyFamily.DATE));
        Identifier second = PartitionNames.of(new Identifier(table + "x"), day("2026-11-21"), List.of(KeyFamily.DATE));

        assertThat(first.value()).matches("ü{22}_p20261121_[0-9a-f]{8}");
        assertThat(first.value().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void twoValuesThatReadTheSameGetTwoNamesAgainAndAgain() {
        PartitionNames names = names(Set.of(), KeyFamily.OTHER);
        List<QualifiedName> made = List.of(
                names.next(values(Datum.of("a-b"))),
                names.next(values(Datum.of("a_b"))),
                names.next(values(Datum.of("a b"))),
                names.next(values(Datum.of("x".repeat(100)))),
                names.next(values(Datum.of("x".repeat(101)))));

        assertThat(new HashSet<>(made)).hasSize(5);
        assertThat(made.get(0)).hasToString("app.t_pa_b");
        assertThat(made.get(1).name().value()).matches("t_pa_b_[0-9a-f]{8}");
        assertThat(made).allSatisfy(name -> assertThat(name.schema()).isEqualTo(TABLE.schema()));
    }

    @Test
    void aTakenNameGetsAHashAndIsRefusedOnlyIfThatIsTakenToo() {
        QualifiedName plain = QualifiedName.of("app", "t_p20261121");
        QualifiedName hashed = names(Set.of(plain), KeyFamily.DATE).next(day("2026-11-21"));

        assertThat(hashed.name().value()).matches("t_p20261121_[0-9a-f]{8}");
        assertThatThrownBy(() -> names(Set.of(plain, hashed), KeyFamily.DATE).next(day("2026-11-21")))
                .isInstanceOfSatisfying(PlanRefusedException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(PlanRefusedException.Reason.NAME_TAKEN);
                    assertThat(refused.other()).contains(hashed);
                    assertThat(refused.detail()).contains(hashed.toString());
                });
    }

    @Test
    void aChosenNameIsTakenOnce() {
        PartitionNames names = names(Set.of(), KeyFamily.DATE);
        QualifiedName chosen = QualifiedName.of("other", "mine");

        assertThat(names.claim(chosen)).isEqualTo(chosen);
        assertThatThrownBy(() -> names.claim(chosen)).hasMessageContaining("other.mine");
    }

    private static Bound day(String day) {
        return new Bound.Range(List.of(Datum.of(day)), List.of(Datum.MAXVALUE));
    }

    private static Bound values(Datum... values) {
        return new Bound.Values(Arrays.asList(values));
    }

    private static PartitionNames names(Set<QualifiedName> taken, KeyFamily family) {
        Identifier column = new Identifier("k");
        SqlType type = new SqlType(QualifiedName.of("pg_catalog", "x"), List.of(), false, "x");
        KeyColumn key = new KeyColumn(column, Expression.deparsed(column.quoted()), type, family);
        return PartitionNames.of(TABLE, new PartitionKey(Strategy.RANGE, List.of(key)), taken);
    }
}
