using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>Registers Colloquy with dependency injection.</summary>
public static class ColloquyServices
{
    /// <summary>
    /// Registers <see cref="ColloquyHost"/> and <see cref="ColloquyOptions"/>. The settings have the same names as on the command
    /// line, and are read when one of these services is first resolved.
    /// </summary>
    /// <param name="configuration">The program's configuration: environment variables, files and so on.</param>
    /// <param name="build">Overrides settings in code.</param>
    public static IServiceCollection AddColloquy(
        this IServiceCollection services, IConfiguration configuration, Action<ColloquyBuilder>? build = null)
    {
        var builder = new ColloquyBuilder();
        build?.Invoke(builder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => builder.Build(configuration));
        services.AddSingleton<ColloquyHost>();
        if (builder.Interval is { } interval)
        {
            services.AddSingleton<IHostedService>(provider => new HostedRuns(
                provider.GetRequiredService<ColloquyHost>(),
                interval,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>()));
        }

        return services;
    }
}
