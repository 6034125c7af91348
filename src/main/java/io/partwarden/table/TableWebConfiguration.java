package io.partwarden.table;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Hangs this module's arguments into Spring MVC. */
@Configuration(proxyBeanMethods = false)
class TableWebConfiguration implements WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ChangeOptionsResolver());
        resolvers.add(new TableRefResolver());
    }
}
