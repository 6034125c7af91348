package io.partwarden.maintenance.runs;

import io.partwarden.execution.Patience;
import io.partwarden.execution.PlanExecutor;
import io.partwarden.jobs.Claim;
import io.partwarden.jobs.Claims;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.targets.Target;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Sees to it that one replica at a time works on a table, and that a dead one's sessions are ended before the next one begins. */
@Component
final class TableClaims {

    private final Claims claims;
    private final PlanExecutor executor;

    TableClaims(Claims claims, PlanExecutor executor) {
        this.claims = claims;
        this.executor = executor;
    }

    /** False, without any work done, while somebody else works on the table. */
    boolean work(Target target, ManagedName table, String actor, Consumer<Conduct> work) {
        long before = System.nanoTime();
        try (Claim claim = claims.tryClaim(subject(table)).orElse(null)) {
            if (claim == null) {
                return false;
            }
            if (claim.tookOver()) {
                executor.endPredecessors(target, claim.sessionPrefix(), claim.sessionName());
            }
            work.accept(new Conduct(actor, Patience.SHORT, new ClaimFence(claim, before)));
            return true;
        }
    }

    static String subject(ManagedName table) {
        return "maintenance/" + table.target() + "/" + table.table();
    }
}
