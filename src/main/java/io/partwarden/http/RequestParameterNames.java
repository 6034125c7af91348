package io.partwarden.http;

import java.lang.reflect.Parameter;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** What the client calls a controller's parameter. */
final class RequestParameterNames {

    private RequestParameterNames() {}

    static String of(MethodParameter parameter) {
        Parameter declared = parameter.getParameter();
        RequestParam query = AnnotatedElementUtils.findMergedAnnotation(declared, RequestParam.class);
        if (query != null) {
            return orElse(query.name(), declared);
        }
        PathVariable path = AnnotatedElementUtils.findMergedAnnotation(declared, PathVariable.class);
        if (path != null) {
            return orElse(path.name(), declared);
        }
        RequestHeader header = AnnotatedElementUtils.findMergedAnnotation(declared, RequestHeader.class);
        return header != null ? orElse(header.name(), declared) : declared.getName();
    }

    private static String orElse(String given, Parameter declared) {
        return given.isEmpty() ? declared.getName() : given;
    }
}
