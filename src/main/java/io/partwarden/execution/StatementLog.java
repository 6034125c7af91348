package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a target's DDL is logged: each statement once, when its transaction has ended, with how it ended. */
final class StatementLog {

    private static final Logger LOG = LoggerFactory.getLogger(StatementLog.class);

    private StatementLog() {}

    static void write(ExecutedTransaction transaction) {
        transaction
                .steps()
                .forEach(step -> LOG.info(
                        "{} in {} ms: {}",
                        transaction.outcome(),
                        step.duration().toMillis(),
                        oneLine(step.sql())));
    }

    /** A quoted name may hold a line break, and would start a log line of its own. */
    static String oneLine(String sql) {
        return sql.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
    }
}
