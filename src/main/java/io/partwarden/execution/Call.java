package io.partwarden.execution;

import io.partwarden.sql.QualifiedName;

/** One call to run a plan: where, on which table, and what its transactions share. */
record Call(
        Sessions sessions,
        QualifiedName table,
        Patience patience,
        Fence fence,
        RetryBudget budget,
        BlockerWatch blockers,
        Tools tools) {

    static Call of(Sessions sessions, QualifiedName table, Patience patience, Fence fence, Tools tools) {
        ExecutionProperties properties = tools.properties();
        return new Call(
                sessions,
                table,
                patience,
                fence,
                new RetryBudget(properties.limits(patience), properties.pause(), tools.random()),
                new BlockerWatch(tools.clock()),
                tools);
    }

    /** With patience of its own, since the plan's is spent, and a short one once the service stops; nothing ends it from outside. */
    Call forCleanup() {
        return of(sessions, table, tools.active().stopping() ? Patience.SHORT : patience, fence, tools.unstoppable());
    }
}
