package io.partwarden.security;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Asks whether the current request's caller may do something. Only within a request; work in the background has no caller. */
@Component
public final class Access {

    public Caller caller() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("No caller: this thread serves no authenticated request");
    }

    /** 403 unless the caller has that role or a higher one. */
    public void requireRole(Role role) {
        caller().requireRole(role);
    }

    /** 403 if the caller is limited to other targets. */
    public void requireTarget(String target) {
        caller().requireTarget(target);
    }
}
