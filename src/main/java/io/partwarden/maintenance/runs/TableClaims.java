package io.partwarden.maintenance.runs;

import io.partwarden.execution.Patience;
import io.partwarden.execution.PlanExecutor;
import io.partwarden.jobs.Claim;
import io.partwarden.jobs.Claims;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.targets.Target;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Sees to it that one replica at a time works on a table, and that a dead one's sessions are ended before the next one begins. */
@Component
final class TableClaims {

    private final Claims claims;
    private final PlanExecutor executor;
    private final PolicyOrders orders;

    TableClaims(Claims claims, PlanExecutor executor, PolicyOrders orders) {
        this.claims = claims;
        this.executor = executor;
        this.orders = orders;
    }

    /** False, without any work done, while somebody else works on the table. */
    boolean work(Target target, ManagedName table, String actor, Consumer<Conduct> work) {
        return work(target, table, actor, () -> {}, work);
    }

    /**
     * As the other, for what a policy asks for by itself. What was planned with the whole target's catalog may have waited long for its
     * turn, so that before each transaction it is asked whether the policy is still in force.
     */
    boolean follow(Target target, TablePolicy policy, Consumer<Conduct> work) {
        Runnable wanted = () -> orders.requireStill(policy);
        wanted.run();
        return work(target, policy.name(), Conduct.MAINTENANCE, wanted, work);
    }

    private boolean work(Target target, ManagedName table, String actor, Runnable wanted, Consumer<Conduct> work) {
        long before = System.nanoTime();
        try (Claim claim = claims.tryClaim(subject(table)).orElse(null)) {
            if (claim == null) {
                return false;
            }
            if (claim.tookOver()) {
                endPredecessors(target, claim);
            }
            work.accept(new Conduct(actor, Patience.SHORT, new ClaimFence(claim, before, wanted)));
            return true;
        }
    }

    /** A claim that was released looks free to the next one, who would then work beside what could not be ended. */
    private void endPredecessors(Target target, Claim claim) {
        try {
            executor.endPredecessors(target, claim.sessionPrefix(), claim.sessionName());
        } catch (RuntimeException e) {
            claim.abandon();
            throw e;
        }
    }

    static String subject(ManagedName table) {
        return "maintenance/" + table.target() + "/" + table.table();
    }
}
