package io.partwarden.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;

/** Whether a request only asks what a change would do; by the same words that Spring takes for true. */
public final class DryRun {

    private static final Set<String> YES = Set.of("true", "on", "yes", "1");

    private DryRun() {}

    public static boolean isAskedFor(HttpServletRequest request) {
        String given = request.getParameter("dry_run");
        return given != null && YES.contains(given.strip().toLowerCase(Locale.ROOT));
    }
}
