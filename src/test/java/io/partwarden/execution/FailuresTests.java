package io.partwarden.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.Problem;
import io.partwarden.sql.LockMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTests {

    @ParameterizedTest
    @CsvSource({
        "42P07, changed-meanwhile, 409",
        "42P17, changed-meanwhile, 409",
        "PW001, changed-meanwhile, 409",
        "55000, changed-meanwhile, 409",
        "PW002, default-too-full, 409",
        "23514, rows-in-the-way, 409",
        "23503, rows-in-the-way, 409",
        "2BP01, object-in-use, 409",
        "55006, object-in-use, 409",
        "42501, target-permission, 422",
        "0A000, not-supported-by-server, 422",
        "57014, statement-timeout, 503",
        "53100, target-out-of-resources, 503",
        "53200, target-out-of-resources, 503",
        "53400, target-out-of-resources, 503",
        "54000, target-out-of-resources, 503",
        "XX000, statement-failed, 422"
    })
    void theStateDecides(String state, String slug, int status) {
        Problem problem = Failures.of(state, Bench.table("events"), List.of());

        assertThat(problem.type().slug()).isEqualTo(slug);
        assertThat(problem.type().status()).isEqualTo(status);
        assertThat(problem.extras()).containsEntry("sqlstate", state);
    }

    @Test
    void namesTheTablesOfTheFailedStatementButNotTheStatement() {
        Problem problem = Failures.of(
                "42501",
                Bench.table("events"),
                List.of(Bench.step("CREATE secret", Bench.on("hub", LockMode.SHARE_ROW_EXCLUSIVE))));

        assertThat(problem.detail()).contains("public.hub", "operate.sql").doesNotContain("secret");
    }

    @Test
    void whatHasNoStateIsStillAProblem() {
        assertThat(Failures.of("", Bench.table("events"), List.of()).type())
                .isEqualTo(ExecutionProblem.STATEMENT_FAILED);
    }
}
