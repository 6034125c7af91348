package io.partwarden.table;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@link ChangeOptions}, to the letter: a preview that was meant must never become a change. */
final class ChangeOptionsResolver implements HandlerMethodArgumentResolver {

    static final MediaType SQL = MediaType.valueOf("application/sql");

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WAIT = Pattern.compile("(?i)wait(\\s*=\\s*\"?\\d{1,9}\"?)?");

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ChangeOptions.class;
    }

    @Override
    public ChangeOptions resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws HttpMediaTypeNotAcceptableException {
        List<FieldProblem> errors = new ArrayList<>();
        boolean dryRun = dryRun(request.getParameter("dry_run"), errors);
        String fingerprint = request.getParameter("plan_fingerprint");
        if (fingerprint != null && (dryRun || !FINGERPRINT.matcher(fingerprint).matches())) {
            errors.add(new FieldProblem(
                    "plan_fingerprint", "invalid", "must be the fingerprint of a preview, and not go with dry_run"));
        }
        Instant now = now(request.getParameter("now"), dryRun, errors);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        boolean asScript = prefersScript(request.getHeaderValues(HttpHeaders.ACCEPT));
        if (asScript && !dryRun) {
            // Spring would find out only after the change was made.
            throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
        }
        return new ChangeOptions(
                dryRun,
                fingerprint,
                now,
                asksToWait(request.getHeaderValues("Prefer")),
                asScript,
                request.getHeader("Idempotency-Key") != null);
    }

    private static boolean dryRun(@Nullable String text, List<FieldProblem> errors) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            errors.add(new FieldProblem("dry_run", "invalid", "must be true or false"));
        }
        return true;
    }

    private static @Nullable Instant now(@Nullable String text, boolean dryRun, List<FieldProblem> errors) {
        if (text == null) {
            return null;
        }
        if (!dryRun) {
            errors.add(new FieldProblem("now", "dry-run-only", "moves the clock of dry runs only"));
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            errors.add(new FieldProblem("now", "invalid", "must be an ISO-8601 time such as 2026-01-31T00:00:00Z"));
            return null;
        }
    }

    private static boolean prefersScript(String @Nullable [] accepted) {
        if (accepted == null) {
            return false;
        }
        try {
            List<MediaType> types = new ArrayList<>(MediaType.parseMediaTypes(List.of(accepted)));
            MimeTypeUtils.sortBySpecificity(types);
            return types.stream()
                    .filter(type -> type.includes(SQL) || type.includes(MediaType.APPLICATION_JSON))
                    .max((a, b) -> Double.compare(a.getQualityValue(), b.getQualityValue()))
                    .filter(best -> best.equalsTypeAndSubtype(SQL))
                    .isPresent();
        } catch (InvalidMediaTypeException e) {
            throw Problem.invalid("Accept", "invalid", "must be a list of media types")
                    .causedBy(e);
        }
    }

    private static boolean asksToWait(String @Nullable [] preferences) {
        return preferences != null
                && Arrays.stream(preferences)
                        .flatMap(line -> Arrays.stream(line.split("[,;]")))
                        .anyMatch(preference -> WAIT.matcher(preference.strip()).matches());
    }
}
