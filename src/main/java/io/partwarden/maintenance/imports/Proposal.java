package io.partwarden.maintenance.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy's document on its way from another tool's words to ours, and what is lost or to be known on that way. */
final class Proposal {

    private final Map<String, Object> document = new LinkedHashMap<>();
    private final List<Remark> noCounterpart = new ArrayList<>();
    private final List<Remark> differences = new ArrayList<>();
    private final List<Remark> problems = new ArrayList<>();

    /** In the fields of a policy's document; null leaves the field out. */
    Proposal put(String field, @Nullable Object value) {
        if (value != null) {
            document.put(field, value);
        }
        return this;
    }

    /** Something that is not carried over. */
    void lost(String setting, String code, String means, String todo) {
        noCounterpart.add(new Remark(setting, code, means, todo));
    }

    /** Something that is carried over and works otherwise here. */
    void differs(String setting, String code, String means, String todo) {
        differences.add(new Remark(setting, code, means, todo));
    }

    /** Something that keeps the table from being imported. */
    void refuse(@Nullable String setting, String code, String means, String todo) {
        problems.add(new Remark(setting, code, means, todo));
    }

    /** What another level's proposal says, with its document under a field of this one. */
    void below(Proposal other) {
        noCounterpart.addAll(other.noCounterpart);
        differences.addAll(other.differences);
        problems.addAll(other.problems);
    }

    Map<String, Object> document() {
        return Map.copyOf(document);
    }

    List<Remark> noCounterpart() {
        return List.copyOf(noCounterpart);
    }

    List<Remark> differences() {
        return List.copyOf(differences);
    }

    List<Remark> problems() {
        return List.copyOf(problems);
    }
}
