package io.partwarden.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a change would do, in order, and exactly what runs when it is applied. An empty plan means that there is nothing to do.
 *
 * @param cleanup what is run if the plan fails after its first transaction was committed, so that nothing of it is in anybody's way;
 *     mostly empty
 * @param basis the fingerprint of the catalog snapshot that the plan was made from
 */
public record Plan(
        String summary,
        List<PlannedTransaction> transactions,
        List<PlannedTransaction> cleanup,
        List<Warning> warnings,
        String basis) {

    /** Something the user should know and that does not stop the plan: a stable code and a sentence. */
    public record Warning(String code, String message) {}

    public Plan {
        transactions = List.copyOf(transactions);
        cleanup = List.copyOf(cleanup);
        warnings = List.copyOf(warnings);
    }

    /** A plan that leaves nothing behind wherever it stops. */
    public Plan(String summary, List<PlannedTransaction> transactions, List<Warning> warnings, String basis) {
        this(summary, transactions, List.of(), warnings, basis);
    }

    public boolean isEmpty() {
        return transactions.isEmpty();
    }

    public List<Step> steps() {
        return transactions.stream().flatMap(t -> t.steps().stream()).toList();
    }

    /** Equal for equal statements on an equal catalog; SHA-256 in hexadecimal. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(basis.getBytes(StandardCharsets.UTF_8));
            for (PlannedTransaction transaction : transactions) {
                digest.update(transaction.mode().name().getBytes(StandardCharsets.UTF_8));
                for (Step step : transaction.steps()) {
                    digest.update((byte) 0);
                    digest.update(step.ddl().sql().getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
