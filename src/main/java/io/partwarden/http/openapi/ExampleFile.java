package io.partwarden.http.openapi;

import io.swagger.v3.oas.models.examples.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * One example under {@code openapi/examples}, named {@code <operationId>.<part>[.<name>].<json|sql>}; the part is {@code request} or
 * a status. The operation {@code problem} stands for every operation. {@code <operationId>.description.md} says at length what it does.
 */
record ExampleFile(String operation, String part, String name, String format, Object value) {

    static final String EVERY_OPERATION = "problem";

    private static final String FILES = "classpath*:openapi/examples/*.*";

    /** All of them, by name. */
    static List<ExampleFile> all(JsonMapper json) {
        try {
            List<ExampleFile> files = new ArrayList<>();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                files.add(
                        of(String.valueOf(file.getFilename()), file.getContentAsString(StandardCharsets.UTF_8), json));
            }
            files.sort(Comparator.comparing(ExampleFile::operation)
                    .thenComparing(ExampleFile::part)
                    .thenComparing(ExampleFile::name));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExampleFile of(String fileName, String text, JsonMapper json) {
        List<String> parts = Arrays.asList(fileName.split("\\."));
        if (parts.size() < 3 || parts.size() > 4) {
            throw new IllegalStateException("An example is <operationId>.<part>[.<name>].<format>, not " + fileName);
        }
        String format = parts.get(parts.size() - 1);
        String name = parts.size() == 4 ? parts.get(2) : "example";
        Object value = format.equals("json") ? json.readValue(text, Object.class) : text;
        return new ExampleFile(parts.get(0), parts.get(1), name, format, value);
    }

    boolean isRequest() {
        return part.equals("request");
    }

    boolean isDescription() {
        return part.equals("description");
    }

    boolean isProblem() {
        return part.startsWith("4") || part.startsWith("5");
    }

    boolean isFor(String operationId) {
        return operation.equals(operationId) || operationId.equals(operation + PathNames.BY_ID);
    }

    String mediaType() {
        if (isProblem()) {
            return ProblemResponses.MEDIA_TYPE;
        }
        return format.equals("sql") ? "application/sql" : "application/json";
    }

    Example example() {
        return new Example().summary(name.replace('-', ' ')).value(value);
    }
}
