package io.partwarden.sql;

import java.time.Duration;
import java.util.List;

/**
 * A plan as a script to read, keep or run by hand with {@code psql -v ON_ERROR_STOP=1 -f}: the same statements in the same transactions as
 * {@code execution} would send, with locks and warnings as comments. It does not retry: where a lock is not to be had in time it stops, and
 * what was committed before stays.
 */
public final class PlanScript {

    private static final String SESSION = """
            SET search_path = pg_catalog;
            SET TimeZone = 'UTC';
            SET standard_conforming_strings = on;
            """;

    private PlanScript() {}

    /** @param lockTimeout how long the first lock of each transaction may be waited for, in whole milliseconds */
    public static String of(Plan plan, Duration lockTimeout) {
        StringBuilder script = new StringBuilder();
        comment(script, plan.summary());
        for (Plan.Warning warning : plan.warnings()) {
            comment(script, "warning (" + warning.code() + "): " + warning.message());
        }
        if (plan.isEmpty()) {
            return script.toString();
        }
        script.append('\n').append(SESSION);
        List<PlannedTransaction> transactions = plan.transactions();
        for (int i = 0; i < transactions.size(); i++) {
            script.append('\n');
            comment(script, "transaction " + (i + 1) + " of " + transactions.size());
            transaction(script, transactions.get(i), lockTimeout);
        }
        return script.toString();
    }

    private static void transaction(StringBuilder script, PlannedTransaction transaction, Duration lockTimeout) {
        if (transaction.mode() == PlannedTransaction.Mode.AUTOCOMMIT) {
            comment(script, "must run outside a transaction");
            transaction.steps().forEach(step -> step(script, step));
            return;
        }
        script.append("BEGIN;\n");
        script.append("SET LOCAL lock_timeout = '")
                .append(lockTimeout.toMillis())
                .append("ms';\n");
        transaction.steps().forEach(step -> step(script, step));
        script.append("COMMIT;\n");
    }

    private static void step(StringBuilder script, Step step) {
        for (TableLock lock : step.locks()) {
            comment(script, "locks " + lock.relation() + " in " + lock.mode().sql() + " mode");
        }
        if (step.rowsEstimate() > 0) {
            comment(script, "reads or writes about " + step.rowsEstimate() + " rows");
        }
        script.append(step.ddl().sql()).append(";\n");
    }

    /** A name in a comment may hold a line break, after which its rest would be a statement: every such character becomes a space. */
    private static void comment(StringBuilder script, String text) {
        script.append("-- ")
                .append(text.replaceAll("[\\p{Cc}\\u2028\\u2029]", " "))
                .append('\n');
    }
}
