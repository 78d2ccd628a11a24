using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>Adds Colloquy to a program of your own.</summary>
public static class ColloquyServices
{
    /// <summary>
    /// Adds <see cref="ColloquyHost"/> and <see cref="ColloquyOptions"/>. Settings are those of the command line, by the same names; they
    /// are read when one of the two is first asked for.
    /// </summary>
    /// <param name="configuration">Environment variables, files, whatever the program reads.</param>
    /// <param name="build">What the program wants otherwise than the settings say.</param>
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
