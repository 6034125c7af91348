package io.partwarden.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints why the service does not start, and what to set, instead of a stack trace. */
final class UnsafeSettingAnalyzer extends AbstractFailureAnalyzer<UnsafeSettingException> {

    UnsafeSettingAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable root, UnsafeSettingException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
}
