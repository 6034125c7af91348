package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.shared.Problem;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class CommittedTests {

    @Test
    void aResultThatCannotBeReadDoesNotHideThatTheChangeWasMade() {
        Problem problem = catchThrowableOfType(
                Problem.class,
                () -> Committed.readBack(() -> {
                    throw new DataAccessResourceFailureException("away");
                }));

        assertThat(problem.type()).isEqualTo(TableProblems.NOT_READ_BACK);
        assertThat(problem.extras()).containsEntry("outcome", "committed");
        assertThat(problem.detail()).contains("is committed");
        assertThat(problem.retryAfter()).isPresent();
    }

    @Test
    void aRecordThatCannotBeWrittenFailsNothing() {
        assertThatCode(() -> Committed.record(() -> {
                    throw new CannotCreateTransactionException("away");
                }))
                .doesNotThrowAnyException();
    }
}
