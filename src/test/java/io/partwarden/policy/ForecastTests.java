package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.policy.Forecast.Event;
import io.partwarden.policy.Forecast.Kind;
import io.partwarden.policy.Forecast.Question;
import io.partwarden.sql.QualifiedName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForecastTests {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private static Forecast forecast(Tree tree, Standing standing, int days, String idsPerSecond) {
        PolicyNames names = PolicyNames.of(QualifiedName.of("public", "t"), tree.key, tree.policy.names(), Set.of());
        Question question = new Question(
                tree.policy, tree.lane(), standing, NOW, Duration.ofDays(days), new BigDecimal(idsPerSecond));
        return Forecast.of(question, bound -> names.next(tree.lane(), bound), partition -> partition.oid() * 1_000);
    }

    private static Forecast forecast(Tree tree, int days) {
        return forecast(tree, tree.standing(NOW.toString()), days, "0");
    }

    private static List<String> texts(Forecast forecast) {
        return forecast.events().stream()
                .map(e -> e.at() + " " + e.kind() + " " + e.name().name())
                .toList();
    }

    private static Spec dropping(String keep) {
        return Spec.every("P1D")
                .premake(1)
                .retention(new PolicySpec.Retiring(keep, null, "drop", PolicySpec.Leaving.DEFAULT, "P2D", 1, 5));
    }

    @Test
    void everyChangeIsToldWithItsMoment() {
        Tree tree = Tree.of(dropping("P1D"), NOW).with("2026-10-31 00:00:00+00", "2026-11-01 00:00:00+00");

        Forecast forecast = forecast(tree, 3);

        assertThat(texts(forecast))
                .containsExactly(
                        "2026-11-01T12:00:00Z CREATE t_p20261101",
                        "2026-11-01T12:00:00Z CREATE t_p20261102",
                        "2026-11-02T00:00:00Z CREATE t_p20261103",
                        "2026-11-02T00:00:00Z DETACH p1",
                        "2026-11-03T00:00:00Z CREATE t_p20261104",
                        "2026-11-03T00:00:00Z DETACH t_p20261101",
                        "2026-11-04T00:00:00Z DROP p1",
                        "2026-11-04T00:00:00Z CREATE t_p20261105",
                        "2026-11-04T00:00:00Z DETACH t_p20261102");
        assertThat(forecast.complete()).isTrue();
    }

    @Test
    void sizesAreThoseOfTheLastClosedPartitions() {
        Tree tree = Tree.of(dropping("P9D"), NOW)
                .with("2026-10-29 00:00:00+00", "2026-10-30 00:00:00+00")
                .with("2026-10-30 00:00:00+00", "2026-10-31 00:00:00+00")
                .with("2026-10-31 00:00:00+00", "2026-11-01 00:00:00+00");

        Forecast forecast = forecast(tree, 8);

        assertThat(forecast.events())
                .filteredOn(e -> e.kind() == Kind.CREATE)
                .extracting(Event::bytes)
                .containsOnly(2_000L);
        assertThat(forecast.events())
                .filteredOn(e -> e.kind() == Kind.DETACH)
                .extracting(Event::bytes)
                .containsExactly(1_000L, 2_000L);
        assertThat(forecast(Tree.of(dropping("P9D"), NOW), 1).events())
                .extracting(Event::bytes)
                .containsOnlyNulls();
    }

    @Test
    void aYearOfDaysIsInOrderAndWithoutGaps() {
        Tree tree = Tree.of(dropping("P30D"), NOW);

        Forecast forecast = forecast(tree, 365);

        assertThat(forecast.complete()).isTrue();
        assertThat(forecast.events()).extracting(Event::at).isSorted();
        assertThat(forecast.events()).filteredOn(e -> e.kind() == Kind.CREATE).hasSize(367);
        assertThat(forecast.events()).filteredOn(e -> e.kind() == Kind.DETACH).hasSize(335);
        assertThat(forecast.events()).filteredOn(e -> e.kind() == Kind.DROP).hasSize(333);
    }

    @Test
    void thereIsAnEndToWhatIsTold() {
        Forecast forecast = forecast(Tree.of(Spec.every("PT1S").premake(200), NOW), 1);

        assertThat(forecast.complete()).isFalse();
        assertThat(forecast.events()).hasSize(Forecast.MAX_EVENTS);
    }

    @Test
    void idsGoOnAtTheirRate() {
        Tree tree = Tree.of(Spec.step("86400").premake(1).keep("86400", null), Keys.range("int8"));
        Standing standing = new Standing(new BigDecimal("43200"), null);

        assertThat(texts(forecast(tree, standing, 2, "1")))
                .containsExactly(
                        "2026-11-01T12:00:00Z CREATE t_p0",
                        "2026-11-01T12:00:00Z CREATE t_p86400",
                        "2026-11-02T00:00:00Z CREATE t_p172800",
                        "2026-11-03T00:00:00Z CREATE t_p259200",
                        "2026-11-03T00:00:00Z DETACH t_p0");
        assertThat(texts(forecast(tree, standing, 2, "0"))).hasSize(2);
    }

    @Test
    void whatIsKeptBackForNextRunsGoesAtOnce() {
        Tree tree = Tree.of(dropping("P1D"), NOW);
        for (int day = 10; day < 30; day++) {
            tree.with("2026-10-" + day + " 00:00:00+00", "2026-10-" + (day + 1) + " 00:00:00+00");
        }

        assertThat(forecast(tree, 0).events())
                .filteredOn(e -> e.kind() == Kind.DETACH)
                .hasSize(20);
    }
}
