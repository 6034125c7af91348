package io.partwarden.security;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who sent the request: the token's name, its role and limits, and where from. Controllers take it as an argument; what it may not
 * do is refused with a 403.
 */
public record Caller(String name, Role role, Limits limits, String remoteAddress, String requestId)
        implements AuthenticatedPrincipal {

    @Override
    public String getName() {
        return name;
    }

    public boolean is(Role needed) {
        return role.includes(needed);
    }

    public boolean maySeeTarget(String target) {
        return allows(limits.targets(), target);
    }

    public boolean maySeeSource(String source) {
        return allows(limits.sources(), source);
    }

    public boolean maySeeProvider(String provider) {
        return allows(limits.providers(), provider);
    }

    public void requireRole(Role needed) {
        if (!is(needed)) {
            throw Problem.of(
                    ProblemType.FORBIDDEN,
                    "This needs the role " + needed.text() + "; the token has the role " + role.text() + ".");
        }
    }

    /** For what would let a limited caller out of its limits. */
    public void requireUnlimited(Role needed) {
        requireRole(needed);
        if (!limits.equals(Limits.NONE)) {
            throw Problem.of(
                    ProblemType.FORBIDDEN, "This needs a token that is not limited to targets, sources or providers.");
        }
    }

    public void requireTarget(String target) {
        require(maySeeTarget(target), "targets");
    }

    public void requireSource(String source) {
        require(maySeeSource(source), "sources");
    }

    public void requireProvider(String provider) {
        require(maySeeProvider(provider), "providers");
    }

    private static void require(boolean allowed, String what) {
        if (!allowed) {
            throw Problem.of(ProblemType.FORBIDDEN, "This token is limited to other " + what + ".");
        }
    }

    private static boolean allows(@Nullable Set<String> limit, String name) {
        return limit == null || limit.contains(name);
    }
}
